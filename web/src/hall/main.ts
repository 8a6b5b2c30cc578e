import '@/shared/tokens.css'
import '@/shared/base.css'
import '@/shared/parts.css'
import './vant.css'
import { installWorker } from './install'
import { takeOver } from '@/shared/takeover'
import Hall from './Hall.vue'
import { router } from './routes'

void takeOver(Hall, router).then(installWorker)
