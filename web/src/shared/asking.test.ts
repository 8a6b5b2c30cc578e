import { expect, it } from 'vitest'
import { asking } from './asking'

/* A question whose answers come when they are told to. */
function held<T>() {
  const answers: ((answer: T) => void)[] = []
  const question = () => new Promise<T>((done) => { answers.push(done) })
  return { answers, question }
}
const settled = () => new Promise((done) => { setTimeout(done) })

it('shows the answer to the last question, however late an earlier one comes', async () => {
  const { answers, question } = held<string>()
  const told = asking(question)
  void told.ask()
  answers[1]?.('second')
  await settled()
  answers[0]?.('first')
  await settled()
  expect([told.value.value, told.busy.value]).toEqual(['second', false])
})

it('shows no answer to a question that was put away before it came', async () => {
  const { answers, question } = held<string>()
  const told = asking(question)
  told.value.value = undefined
  expect(told.busy.value).toBe(false)
  answers[0]?.('of somebody else')
  await settled()
  expect(told.value.value).toBeUndefined()
})
