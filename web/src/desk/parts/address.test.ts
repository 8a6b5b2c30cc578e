import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { cameFrom, inAddress } from './address'

describe('what is chosen on a screen', () => {
  it('stands in its address, two choices of one turn together, and its own value leaves it', async () => {
    let office!: ReturnType<typeof inAddress>, account!: ReturnType<typeof inAddress>
    const Screen = defineComponent({
      setup() { office = inAddress('office', '7'); account = inAddress('account') },
      template: '<p>{{ office }}</p>',
    })
    const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: Screen }] })
    await router.push('/?account=3&tab=x')
    mount(Screen, { global: { plugins: [router] } })
    expect([office.value, account.value]).toEqual(['7', '3'])
    office.value = '9'
    account.value = ''
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ office: '9', tab: 'x' })
    office.value = '7'
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ tab: 'x' })
  })
})

describe('the way back from a case', () => {
  it('leads to the list as it was filtered, and to the worklist from elsewhere', () => {
    expect(cameFrom('/desk?urgency=overdue')).toEqual({ to: '/desk?urgency=overdue', word: 'desk.worklist' })
    expect(cameFrom('/desk/search?state=accepted')).toEqual({ to: '/desk/search?state=accepted', word: 'desk.search' })
    expect(cameFrom('/desk/cases/3')).toEqual({ to: '/desk', word: 'desk.worklist' })
    expect(cameFrom(null)).toEqual({ to: '/desk', word: 'desk.worklist' })
  })
})
