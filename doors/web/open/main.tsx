import './open.css'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('open/index.html has no root element')
createRoot(root).render(<App path={window.location.pathname} />)
