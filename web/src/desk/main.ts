import '@/shared/tokens.css'
import '@/shared/base.css'
import '@/shared/parts.css'
import './desk.css'
import { takeOver } from '@/shared/takeover'
import Desk from './Desk.vue'
import { router } from './routes'

void takeOver(Desk, router)
