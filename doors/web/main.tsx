import './theme/base.css'
import './ui/kit.css'
import './app/shell.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { pages } from './app/pages.ts'
import { startTexts } from './texts/index.ts'
import { signStyles, styleNonce } from './theme/style-nonce.ts'

signStyles(styleNonce())
const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no root element')
createRoot(root).render(<App texts={startTexts()} pages={pages} />)
