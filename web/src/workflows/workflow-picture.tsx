import { DepartmentMark } from '../components/department-mark.tsx'
import type { VersionStep } from '../documents/workflow-documents.ts'
import { drawEdges, lapHeight, lapWidth, legBox, roundedPath, rowsHeight, type Sizes } from '../relay-map/geometry.ts'
import { type Lap, layoutRelay, type RelayLayout } from '../relay-map/layout.ts'
import { useWidth } from '../relay-map/use-width.ts'
import { ChangeSign } from './change-sign.tsx'
import type { ChangedEdge, Difference, StepChange } from './difference.ts'
import { leadTimeOf } from './lead-time.ts'
import { columnsIn, pictureSizes } from './picture-sizes.ts'
import styles from './workflow-picture.module.css'

type Shown = Difference<VersionStep>

/** In rem: below this the lanes have bibs alone. */
const NARROW = 44

/** The lanes of a workflow and the ways between its steps; what differs from another version is marked. The list says the same. */
export function WorkflowPicture({ steps, edges, name }: Shown & { readonly name: string }) {
  const { ref, width, rem } = useWidth()
  const label = (width < NARROW * rem ? 2.75 : 9.5) * rem
  const room = { width: width - label, rem }
  const layout = withRemoved(
    layoutRelay(
      steps.map(({ step }) => ({
        key: step.key,
        department: step.department.key,
        dependsOn: step.dependsOn.map(({ key }) => key),
      })),
      columnsIn(room.width, rem),
    ),
    edges,
  )
  const byKey = new Map(steps.map((one) => [one.step.key, one]))
  const names = new Map(steps.map(({ step }) => [step.key, step.name]))
  return (
    <figure ref={ref} className={styles.picture} aria-label={`The lanes of ${name}; the list below says the same`}>
      {width > 0 &&
        layout.laps.map((lap, index) => (
          <LapPicture
            key={lap.legs[0]?.key}
            layout={layout}
            index={index}
            sizes={pictureSizes(layout, index, names, room)}
            byKey={byKey}
            changes={edges}
            label={label}
          />
        ))}
    </figure>
  )
}

/** Ways that are gone are drawn too where both of their ends are there and they still lead forwards. */
function withRemoved(layout: RelayLayout, changes: readonly ChangedEdge[]): RelayLayout {
  const place = new Map(
    layout.laps.flatMap((lap, index) => lap.legs.map((leg) => [leg.key, index * 1_000 + leg.column])),
  )
  const drawn = new Set(layout.edges.map(edgeKey))
  const gone = changes.filter(
    (edge) =>
      edge.change === 'removed' &&
      !drawn.has(edgeKey(edge)) &&
      (place.get(edge.from) ?? Number.POSITIVE_INFINITY) < (place.get(edge.to) ?? -1),
  )
  return { ...layout, edges: [...layout.edges, ...gone] }
}

const edgeKey = ({ from, to }: { readonly from: string; readonly to: string }) => `${from}>${to}`

type LapProps = {
  readonly layout: RelayLayout
  readonly index: number
  readonly sizes: Sizes
  readonly byKey: ReadonlyMap<string, StepChange<VersionStep>>
  readonly changes: readonly ChangedEdge[]
  readonly label: number
}

function LapPicture({ layout, index, sizes, byKey, changes, label }: LapProps) {
  const lap = layout.laps[index]!
  const field = { width: lapWidth(lap, sizes), height: lapHeight(lap, sizes) }
  const kinds = new Map(changes.map((edge) => [edgeKey(edge), edge.change]))
  return (
    <div className={styles.lap}>
      <Lanes lap={lap} sizes={sizes} byKey={byKey} label={label} />
      <div className={styles.field} style={{ ...field, left: label }}>
        <svg className={styles.ways} {...field} aria-hidden="true">
          {drawEdges(layout, index, sizes).map(({ edge, points }) => (
            <path key={edgeKey(edge)} d={roundedPath(points, 7)} data-change={kinds.get(edgeKey(edge))} />
          ))}
        </svg>
        {lap.legs.map((placed) => {
          const { x, y, width, height } = legBox(placed, sizes)
          return (
            <Leg key={placed.key} shown={byKey.get(placed.key)!} box={{ left: x, top: y, width, minHeight: height }} />
          )
        })}
      </div>
    </div>
  )
}

type LanesProps = Pick<LapProps, 'sizes' | 'byKey' | 'label'> & { readonly lap: Lap }

function Lanes({ lap, sizes, byKey, label }: LanesProps) {
  const departments = new Map([...byKey.values()].map(({ step }) => [step.department.key, step.department]))
  return lap.lanes.map((lane) => {
    const department = departments.get(lane.department)!
    return (
      <div
        key={lane.department}
        className={styles.lane}
        style={{ height: rowsHeight(lane.firstRow, lane.rows, sizes) }}
      >
        <DepartmentMark department={department} />
        {label > 60 && (
          <span className={styles.department}>
            {department.name}
            {department.isExternal && <small> partner</small>}
          </span>
        )}
      </div>
    )
  })
}

type Box = { readonly left: number; readonly top: number; readonly width: number; readonly minHeight: number }

function Leg({ shown: { step, change }, box }: { readonly shown: StepChange<VersionStep>; readonly box: Box }) {
  return (
    <div className={styles.leg} style={box} data-change={change} data-condition={step.appliesWhen !== null}>
      <span className={styles.name}>{step.name}</span>
      <span className={styles.foot}>
        {leadTimeOf(step, 'short')}
        {step.appliesWhen !== null && <em>if …</em>}
        {step.delivers && <b>delivers</b>}
      </span>
      <ChangeSign change={change} className={styles.sign} />
    </div>
  )
}
