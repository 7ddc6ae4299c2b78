import { Notice } from '../components/notice.tsx'
import { Link } from '../router.tsx'

export function NoDepartment() {
  return (
    <Notice kind="empty" title="There is no such department">
      <p>
        Choose one of <Link to="/departments">the departments</Link>.
      </p>
    </Notice>
  )
}
