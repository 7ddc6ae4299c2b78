import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { inBrowser, screenshot } from '../support/browser.ts'
import { openAs } from './company-server.ts'
import { startDemo } from './demo-browser.ts'
import { ADMIN, REP } from './rooms.ts'
import { publishVersions } from './versions.ts'

/** An admin publishes a workflow anew and sees what that changes; looks somebody up; others are kept out, and told so. */

describe("the admin's day", () => {
  const demo = startDemo(({ admin }) => publishVersions(admin))

  inBrowser((open) => {
    test('what changed between two versions is told, marked in the picture, and kept in the address', async () => {
      const page = await openAs(open, demo(), ADMIN, '/')
      await page.getByRole('link', { name: 'Workflows' }).click()
      await page.getByRole('link', { name: 'Repair' }).click()
      await page.getByText('Version 2 of 2').waitFor()
      expect(await stepNames(page)).not.toContain('Test run')

      await page.getByLabel('What changed since').selectOption('1')
      await page.getByText('2 steps added, 1 step removed, 1 step moved, 2 steps changed.').waitFor()
      const steps = page.getByRole('list', { name: 'Steps' })
      expect(await steps.getByRole('listitem').filter({ hasText: 'Receive the pump' }).first().innerText()).toContain(
        'moved from Warehouse to Customer service',
      )
      await steps.getByText('now waits for “Get spare parts”').waitFor()
      await steps.getByRole('heading', { name: /^Test run.*removed/ }).waitFor()
      const picture = page.getByRole('figure', { name: /lanes of Repair/ })
      await picture.getByText('Test run').waitFor()
      expect(await picture.getByText('removed', { exact: true }).count()).toBe(1)
      await screenshot(page, 'workflow-compared')

      await page.reload()
      await page.getByText('2 steps added').waitFor()
      await page.getByRole('combobox', { name: 'Version', exact: true }).selectOption('1')
      await page.getByRole('heading', { name: /^Test run/ }).waitFor()
      expect(await stepNames(page)).not.toContain('Get spare parts')
    })

    test('a version and a workflow that are not there say what to do', async () => {
      const page = await openAs(open, demo(), ADMIN, '/workflows/repair?version=7')
      await page.getByText('There is no version 7').waitFor()
      await page.getByRole('link', { name: 'See the newest version' }).click()
      await page.getByText('Version 2 of 2').waitFor()
      await page.goto('/workflows/no-such')
      await page.getByText('There is no workflow “no-such”').waitFor()
      await page.getByRole('link', { name: 'Choose one of the workflows' }).click()
      await page.getByRole('heading', { name: 'Workflows' }).waitFor()
    })

    test('departments have their calendars, and somebody is looked up by a part of the name', async () => {
      const page = await openAs(open, demo(), ADMIN, '/')
      await page.getByRole('link', { name: 'Admin' }).click()
      const desk = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Order desk' }) })
      await desk.getByText('Mon to Fri').waitFor()
      expect(await desk.innerText()).toMatch(/Lead: Denise Kowalczyk.*America\/Chicago/s)
      await page.getByLabel('Name, title or department').fill('lindqvist')
      await page
        .getByRole('status')
        .filter({ hasText: /^1 of \d+ people/ })
        .waitFor()
      await page.getByRole('link', { name: 'Maya Lindqvist', exact: true }).click()
      await page.getByRole('heading', { level: 1, name: 'Maya Lindqvist' }).waitFor()
      await page.getByRole('link', { name: 'maya.lindqvist@example.com' }).waitFor()
      await page.getByRole('link', { name: 'call Maya Lindqvist' }).waitFor()
    })

    test('nobody fits, and that is said', async () => {
      const page = await openAs(open, demo(), ADMIN, '/admin')
      await page.getByLabel('Name, title or department').fill('nobody has this name')
      await page.getByText('Nobody fits').waitFor()
    })

    test('a rep is not led to the room, and is told whose it is when they go there', async () => {
      const page = await openAs(open, demo(), REP, '/admin')
      const alert = page.getByRole('alert')
      await alert.getByText('This room is not for you').waitFor()
      expect(await alert.innerText()).toContain('signed in as Maya Lindqvist')
      expect(await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Admin' }).count()).toBe(0)
      await alert.getByRole('link', { name: 'Go to where your day begins' }).click()
      await page.getByRole('heading', { level: 1, name: 'My orders' }).waitFor()
    })
  })
})

const stepNames = (page: Page) => page.getByRole('list', { name: 'Steps' }).getByRole('heading').allInnerTexts()
