"""Somebody at a browser: signs in, fills in what has a label, presses what has a name."""

from dataclasses import dataclass
from typing import Any

from linli.demo.cast import PASSWORD

# What a page says when it did not do what was asked.
PROBLEMS = "[data-problems], .messages .notice-warning"


@dataclass
class Hand:
    page: Any
    base: str

    def sign_in(self, username: str) -> None:
        """Through the sign-in page, as everybody."""
        self.page.context.clear_cookies()
        self.open("/account/login/")
        self.page.get_by_label("用户名或手机号").fill(username)
        self.page.get_by_label("密码", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="登录", exact=True).click()
        self.page.wait_for_url("**/inbox/")

    def open(self, path: str) -> None:
        answer = self.page.goto(self.base + path)
        assert answer.status < 400, f"{path}: {answer.status} {self.words()[:700]}"

    def fill(self, **fields: Any) -> None:
        """By the inputs' names, which are the forms' own; every input must be labelled, axe sees to that."""
        for name, value in fields.items():
            control = self.page.locator(f"main [name='{name}']")
            assert control.count(), f"no {name} on {self.page.url}: {self.words()[:700]}"
            kind = control.first.evaluate("e => e.type")
            if kind == "radio":
                self.page.locator(f"main [name='{name}'][value='{value}']").check()
            elif kind == "checkbox":
                for one in value if isinstance(value, list) else [value]:
                    self.page.locator(f"main [name='{name}'][value='{one}']").check()
            elif kind.startswith("select"):
                control.select_option(str(value))
            else:
                control.fill(str(value))

    def press(self, name: str) -> None:
        """The button or link of this name; fails with the page's own words when it was refused."""
        main = self.page.get_by_role("main")
        found = main.get_by_role("button", name=name, exact=True).or_(main.get_by_role("link", name=name, exact=True))
        assert found.count(), f"no {name} on {self.page.url}: {self.words()[:700]}"
        with self.page.expect_navigation():
            found.first.click()
        wrong = self.page.locator(PROBLEMS)
        assert not wrong.count(), f"{name}: {wrong.first.inner_text()}"

    def press_in(self, mark: str, name: str) -> None:
        """The button of the form that holds the marked input, where a page has several of one name."""
        form = self.page.locator("form").filter(has=self.page.locator(mark))
        with self.page.expect_navigation():
            form.get_by_role("button", name=name).click()
        assert not self.page.locator(PROBLEMS).count(), self.words()

    def words(self) -> str:
        """What the page says, with plain spaces."""
        return str(self.page.get_by_role("main").first.inner_text()).replace("\xa0", " ")
