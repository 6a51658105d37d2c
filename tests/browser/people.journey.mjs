// people.journey.mjs - a volunteer's week and papers, people kept twice, how people are told.
import { PANLONG } from './hands.mjs';

export const journeys = {
  async 'a volunteer says on a phone without script when he has time and hands in a paper'(t) {
    const page = await t.plain('volunteer');
    await page.goto('/me/hours');
    await t.targets(page, 44);
    await page.locator('label:has([name=parts][value="1-0"])').click();
    await page.locator('label:has([name=parts][value="6-1"])').click();
    await page.click('button:has-text("保存") >> nth=0');
    await page.waitForSelector('text=10');
    await page.locator('#fold-fine summary').click();
    await t.look(page, 'me-hours');
    await page.goto('/me/skills');
    await t.look(page, 'me-skills');
    await page.goto('/me/qualifications');
    await page.selectOption('[name=kind]', 'firstaid');
    await page.fill('[name=number]', 'SAMPLE-0001');
    await page.click('button:has-text("登记，等")');
    await page.waitForSelector('text=待核实');
    await t.look(page, 'me-qualifications');
    const staff = await t.desk('centre_reviewer');
    await staff.goto('/qualifications');
    await t.look(staff, 'papers-waiting');
    await staff.click('button:has-text("看过原件") >> nth=0');
    await page.goto('/me/qualifications');
    await page.waitForSelector('text=已核实');
    await page.goto('/me/channels');
    await t.look(page, 'me-channels');
    await page.goto('/me');
    await t.look(page, 'me');
  },

  async 'two records of one resident become one'(t) {
    const home = PANLONG;
    await t.api('station', 'POST', '/api/v1/people', { name: '示例重名', phone: '19900001234', home, consent: { by: '本人', how: '当面', at: 1700000000 } });
    await t.api('station', 'POST', '/api/v1/people', { name: '示例重明', phone: '19900001234', home, consent: { by: '本人', how: '电话', at: 1700000000 } });
    const page = await t.desk('centre_reviewer');
    await page.goto('/people/duplicates');
    await t.look(page, 'duplicates');
    await page.locator('tr:has-text("示例重") button:has-text("核对并合并")').first().click();
    await page.waitForSelector('[name=keep]');
    await t.look(page, 'merge');
    await page.locator('[name=keep]').first().check();
    await page.fill('[name=note]', '当面核对过证件');
    await page.click('button:has-text("合并")');
    await page.waitForSelector('text=合并记录');
    await t.look(page, 'merged');
  },

  async 'a leader looks at the week of his team'(t) {
    const page = await t.phone('team_leader');
    await page.goto('/teams');
    const { body } = await t.api('team_leader', 'GET', '/api/v1/me');
    await page.goto(`/teams/${body.leads[0]}/calendar`);
    await t.look(page, 'team-calendar');
    await page.click('a:has-text("下一周")');
    await t.check(page);
  },

  async 'an administrator changes the words of a message and looks at what failed'(t) {
    const page = await t.desk('sysadmin');
    await page.goto('/templates');
    await t.look(page, 'templates');
    await page.goto('/templates/approve.requester');
    await page.fill('[name=body]', '“{titel}”通过了。');
    await page.click('button:has-text("先看看")');
    await page.waitForSelector('[role=alert]');
    await page.fill('[name=body]', '“{title}”（{number}）通过了，现在{state}。');
    await page.click('button:has-text("先看看")');
    await page.waitForSelector('text=D20261123001');
    await t.look(page, 'template');
    await page.click('button:has-text("保存")');
    await page.waitForSelector('text=改过');
    for (const state of ['failed', 'waits', 'off', 'sent']) {
      await page.goto(`/deliveries?state=${state}`);
      await t.check(page);
    }
    await page.goto('/deliveries?state=off');
    await t.look(page, 'deliveries');
    await page.goto('/gates');
    await t.look(page, 'gates');
  },
};
