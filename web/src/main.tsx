import './tokens.css'
import './base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Provider } from 'urql'
import { App } from './app.tsx'
import { openClient } from './client.ts'

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <Provider value={openClient()}>
      <App />
    </Provider>
  </StrictMode>,
)
