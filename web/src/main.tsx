import './tokens.css'
import './base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Provider } from 'urql'
import { App } from './app.tsx'
import { openClient } from './client.ts'
import { roomAt } from './rooms.ts'

/** The room's script is on its way while Baton is asked who looks; where it fails, the room itself says so. */
roomAt(window.location.pathname)
  ?.entry.load()
  .catch(() => {})

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <Provider value={openClient()}>
      <App />
    </Provider>
  </StrictMode>,
)
