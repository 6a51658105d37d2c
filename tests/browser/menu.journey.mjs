// The menu: found, ordered in three steps, kept by the desk, asked about in a survey.
export const journeys = {
  async 'a resident finds a service and orders it in three steps'(t) {
    const page = await t.phone('resident');
    await page.goto('/');
    await page.click('.five a:has-text("供单")');
    await t.look(page, 'menu-list');
    await page.fill('#s-q', '量血压');
    await page.click('button:has-text("筛选")');
    await page.click('a.wish:has-text("上门量血压")'); // one
    await t.look(page, 'menu-item');
    await page.click('a:has-text("点这个")'); // two
    await t.look(page, 'menu-order');
    await t.targets(page, 44);
    await page.click('button:has-text("提交点单")'); // three
    await page.waitForSelector('text=供单 · 上门量血压');
    await t.look(page, 'menu-ordered');
  },

  async 'the desk sees the whole menu and lets an item in'(t) {
    const page = await t.desk('centre_reviewer');
    await page.goto('/menu/desk');
    await t.look(page, 'menu-desk');
    await page.goto('/menu/desk?state=submitted');
    await page.click('tbody a');
    await t.check(page);
    await page.click('button:has-text("通过上架")');
    await page.waitForSelector('text=点这个');
    await t.look(page, 'menu-item-desk');
    const phone = await t.phone('centre_reviewer');
    await phone.goto('/menu/desk');
    await t.look(phone, 'menu-desk-phone');
    const wide = await t.desk();
    await wide.goto('/menu');
    await t.look(wide, 'menu-list-desk');
  },

  async 'a leader proposes a service for his team'(t) {
    const page = await t.phone('team_leader');
    await page.goto('/menu/new');
    await page.selectOption('.f:has([name=area]) select >> nth=0', { index: 2 });
    await page.click('button:has-text("交审核")');
    await page.waitForSelector('[role=alert]');
    await t.look(page, 'menu-form');
    await page.fill('[name=title]', '换灯泡、换插座');
    await page.fill('[name=about]', '带工具上门换灯泡和插座，零件家里备好。');
    await page.selectOption('[name=category]', 'repair');
    await page.check('[name=teams][type=checkbox]');
    await page.click('button:has-text("交审核")');
    await page.waitForSelector('text=等待审核');
    await t.look(page, 'menu-proposed');
    const staff = await t.desk('centre_dispatcher');
    await staff.goto('/menu/new');
    await t.check(staff);
  },

  async 'a village fills a survey and the centre makes an order of it'(t) {
    const station = await t.phone('station');
    await station.goto('/surveys');
    await t.look(station, 'survey-list');
    await station.click('a.cell:has-text("入冬需求清单")');
    await t.look(station, 'survey-sheet');
    await station.fill('input[name^=count] >> nth=0', '9');
    await station.fill('input[name^=note] >> nth=0', '多在二组');
    await station.click('button:has-text("保存这个村的表")');
    await station.waitForSelector('text=各乡镇合计');
    const centre = await t.desk('centre_dispatcher');
    await centre.goto('/surveys');
    await centre.click('a.cell:has-text("入冬需求清单")');
    await t.look(centre, 'survey-desk');
    await centre.click('button:has-text("制单") >> nth=0');
    await centre.waitForSelector('td a.num');
    await centre.goto('/surveys/new');
    await t.look(centre, 'survey-new');
  },
};
