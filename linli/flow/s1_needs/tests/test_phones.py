"""Verifying a mobile number: five minutes, five tries, few codes, nothing kept that tells the number or the code."""

import json
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from linli.flow.s1_needs import actions, gateways
from linli.flow.s1_needs.actions import phones
from linli.flow.s1_needs.apps import gateway_works
from linli.flow.s1_needs.models import PhoneCheck, Voice
from linli.flow.s1_needs.tasks import forget_codes
from linli.flow.s1_needs.tests.factory import SAYS, make_voice
from linli.flow.s1_needs.tests.test_pages import browser, key_of
from linli.foundations.parties.tests.factory import COMMUNITY, make_actor, make_organisation, make_place
from linli.foundations.rulebook import book
from linli.kernel import clock
from linli.kernel.actor import Actor
from linli.kernel.errors import NotAllowed, Refusal
from linli.kernel.models import Event, IdempotencyKey

pytestmark = pytest.mark.django_db
PHONE, OTHER = "13800001234", "13900005678"
PUBLIC = Actor.public()


@pytest.fixture
def shown(settings: Any) -> None:
    settings.SMS_GATEWAY, settings.DEMO = "shown", True


def sent(phone: str = PHONE) -> Any:
    return actions.send_code(actor=PUBLIC, phone=phone)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def tried(code: str, phone: str = PHONE) -> Any:
    return actions.check_code(actor=PUBLIC, phone=phone, code=code)


def test_a_right_code_verifies_and_the_voice_carries_the_mark(shown: None) -> None:
    proof = tried(sent().code)
    assert proof.problem == ""
    voice = make_voice(phone=PHONE, consent=True, proof=proof)
    assert voice.phone_verified
    with pytest.raises(Refusal, match="没有核验"):
        make_voice(phone=PHONE, consent=True, proof=proof)


def test_a_mobile_number_without_a_proof_is_not_taken_but_no_number_is(shown: None) -> None:
    with pytest.raises(Refusal, match="没有核验") as refused:
        make_voice(phone=PHONE, consent=True)
    assert refused.value.field == "sms_code"
    assert not make_voice().phone_verified
    assert not make_voice(phone="025-57000000", consent=True).phone_verified
    assert make_voice(make_actor("community"), phone=PHONE, consent=True).pk


def test_a_proof_of_one_number_is_none_of_another(shown: None) -> None:
    proof = tried(sent().code)
    with pytest.raises(Refusal, match="没有核验"):
        make_voice(phone=OTHER, consent=True, proof=proof)


def test_an_unchecked_code_is_no_proof(shown: None) -> None:
    with pytest.raises(Refusal, match="没有核验"):
        make_voice(phone=PHONE, consent=True, proof=sent())


def test_nothing_is_asked_where_there_is_no_gateway() -> None:
    assert not make_voice(phone=PHONE, consent=True).phone_verified


def test_five_tries_and_no_more_even_with_the_right_code() -> None:
    code = sent().code
    for left in range(phones.TRIES - 1, -1, -1):
        assert f"再试 {left} 次" in tried(wrong(code)).problem
    assert "作废" in tried(code).problem
    assert PhoneCheck.objects.get().tries == phones.TRIES


def test_five_minutes_and_no_longer() -> None:
    start = clock.now()
    with clock.travelled(start):
        code = sent().code
    with clock.travelled(start + phones.VALID - timedelta(seconds=1)):
        assert tried(wrong(code)).problem.startswith("验证码不对")
    with clock.travelled(start + phones.VALID):
        assert "过期" in tried(code).problem


def test_a_verified_number_is_worth_half_an_hour(shown: None) -> None:
    start = clock.now()
    with clock.travelled(start):
        proof = tried(sent().code)
    with clock.travelled(start + phones.PROOF), pytest.raises(Refusal, match="没有核验"):
        make_voice(phone=PHONE, consent=True, proof=proof)


def test_a_newer_code_takes_the_older_ones_place() -> None:
    start = clock.now()
    with clock.travelled(start):
        old = sent().code
    with clock.travelled(start + phones.AGAIN + timedelta(seconds=1)):
        new = sent().code
        if old != new:
            assert tried(old).problem
        assert tried(new).problem == ""


def test_one_number_and_one_address_get_few_codes() -> None:
    start = clock.now()
    with clock.travelled(start):
        sent()
        with pytest.raises(Refusal, match="刚刚发过"):
            sent()
    for turn in range(1, phones.PER_PHONE):
        with clock.travelled(start + turn * timedelta(minutes=2)):
            sent()
    with clock.travelled(start + timedelta(hours=1)), pytest.raises(Refusal, match="一天内"):
        sent()
    with clock.travelled(start + timedelta(days=1, seconds=1)):
        sent()
        for serial in range(phones.PER_ADDRESS):
            actions.send_code(actor=PUBLIC, phone=f"137{serial:08d}", source="a" * 64)
        with pytest.raises(Refusal) as refused:
            actions.send_code(actor=PUBLIC, phone=OTHER, source="a" * 64)
        assert refused.value.status == 429


@pytest.mark.parametrize(
    "number", ["025-57000000", "1380000123", "138000012345", "12800001234", "１３８００００１２３４x"]
)
def test_only_a_mobile_number_gets_a_code(number: str) -> None:
    with pytest.raises(Refusal) as refused:
        sent(number)
    assert number not in f"{refused.value.message}{refused.value.remedy}"


def test_neither_number_nor_code_is_kept_anywhere(caplog: pytest.LogCaptureFixture, shown: None) -> None:
    with caplog.at_level(logging.DEBUG):
        check = sent()
        tried(wrong(check.code))
        proof = tried(check.code)
        make_voice(phone=PHONE, consent=True, proof=proof)
    kept = str([list(model.objects.values()) for model in (PhoneCheck, Event, IdempotencyKey)])
    kept += str([bytes(leaf) for leaf in Event.objects.values_list("leaf", flat=True)])
    assert PHONE not in kept
    assert not re.search(rf"(?<![0-9a-f.]){check.code}(?![0-9a-f])", kept)
    assert check.code not in caplog.text
    assert PHONE not in caplog.text


def test_codes_are_forgotten_after_a_day() -> None:
    sent()
    assert forget_codes(0) == 0
    with clock.travelled(clock.now() + timedelta(days=1, seconds=1)):
        assert forget_codes(0) == 1
    assert not PhoneCheck.objects.exists()


def test_only_a_resident_asks_for_codes() -> None:
    for who in (make_actor("community"), make_actor("social")):
        with pytest.raises(NotAllowed):
            actions.send_code(actor=who, phone=PHONE)
        with pytest.raises(NotAllowed):
            actions.check_code(actor=who, phone=PHONE, code="000000")


def test_where_the_district_wants_a_number_silence_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    real = book.value
    monkeypatch.setattr(
        book, "value", lambda name, *a, **k: "required" if name == "voice.phone" else real(name, *a, **k)
    )
    with pytest.raises(Refusal, match="没有留联系电话") as refused:
        make_voice()
    assert refused.value.clauses
    assert make_voice(phone=PHONE, consent=True).pk
    assert make_voice(make_actor("community")).pk


class TestPage:
    @pytest.fixture(autouse=True)
    def community(self, shown: None, db: Any) -> None:
        make_organisation("community")

    def typed(self, client: Client, **more: Any) -> dict[str, Any]:
        page = client.get(reverse("needs:say")).content.decode()
        return {
            "place": make_place(COMMUNITY).pk, "topic": "elderly", "content": SAYS, "name": "赵示例", "phone": PHONE,
            "consent": "on", "idempotency_key": key_of(page), **more,
        }  # fmt: skip

    def test_without_script_by_one_form(self) -> None:
        client = Client()
        typed = self.typed(client)
        asked = client.post(reverse("needs:say"), {**typed, "send_code": "1"}).content.decode()
        assert SAYS in asked
        assert "赵示例" in asked
        assert typed["idempotency_key"] in asked
        assert "138****1234" in asked
        code = asked.split('<b class="num">')[1][:6]
        refused = client.post(reverse("needs:say"), {**typed, "sms_code": wrong(code)}).content.decode()
        assert "再试 4 次" in refused
        assert SAYS in refused
        for _i in range(2):
            assert "您的查询码" in client.post(reverse("needs:say"), {**typed, "sms_code": code}).content.decode()
        assert [voice.phone_verified for voice in Voice.objects.all()] == [True]
        page = browser(make_actor("community")).get(Voice.objects.get().get_absolute_url()).content.decode()
        assert "已核验手机" in page

    def test_asking_for_a_code_complains_of_nothing_else_but_wants_consent(self) -> None:
        client = Client()
        typed = {**self.typed(client), "content": "", "send_code": "1"}
        assert "请填写您的诉求" not in client.post(reverse("needs:say"), typed).content.decode()
        PhoneCheck.objects.all().delete()
        typed.pop("consent")
        assert "先勾选同意" in client.post(reverse("needs:say"), typed).content.decode()
        assert not PhoneCheck.objects.exists()

    def test_a_message_that_does_not_go_out_is_told_and_the_next_may_follow(
        self, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.DEMO, settings.SMS_GATEWAY = False, "http"
        settings.SMS_URL, settings.SMS_TOKEN = "http://127.0.0.1:9/", "secret"
        client = Client()
        typed = {**self.typed(client), "send_code": "1"}
        for _i in range(2):
            answer = client.post(reverse("needs:say"), typed).content.decode()
            assert "验证码没有发出" in answer
            assert SAYS in answer
        assert set(PhoneCheck.objects.values_list("state", flat=True)) == {"failed"}

    def test_the_code_is_on_no_page_of_a_real_deployment(self, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        settings.DEMO, settings.SMS_GATEWAY = False, "http"
        settings.SMS_URL, settings.SMS_TOKEN = "https://sms.example.invalid/", "secret"
        told: list[str] = []
        monkeypatch.setattr(gateways.Http, "send", lambda self, phone, text: told.append(text))
        client = Client()
        page = client.post(reverse("needs:say"), {**self.typed(client), "send_code": "1"}).content.decode()
        code = told[0].split("验证码 ")[1][:6]
        assert "已发送到" in page
        assert code not in page


class _Answers(BaseHTTPRequestHandler):
    status, got = 200, list[tuple[dict[str, str], Any]]()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append((dict(self.headers), json.loads(body)))
        self.send_response(self.status)
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        return


class TestHttp:
    @pytest.fixture
    def server(self, settings: Any) -> Iterator[type[_Answers]]:
        answers = type("Answers", (_Answers,), {"got": []})
        server = HTTPServer(("127.0.0.1", 0), answers)
        Thread(target=server.serve_forever, daemon=True).start()
        settings.SMS_GATEWAY, settings.SMS_TOKEN, settings.SMS_HEADER = "http", "Bearer secret", "X-Token"
        settings.SMS_URL = f"http://127.0.0.1:{server.server_port}/sms"
        yield answers
        server.shutdown()
        server.server_close()

    def test_it_posts_json_with_the_token(self, server: Any) -> None:
        gateways.gateway().send(PHONE, "验证码 123456")
        heads, body = server.got[0]
        assert body == {"phone": PHONE, "text": "验证码 123456"}
        assert heads["X-Token"] == "Bearer secret"

    @pytest.mark.parametrize("status", [302, 307, 400, 401, 500, 503])
    def test_a_refusal_or_a_redirect_is_told_without_the_number(self, server: Any, status: int) -> None:
        server.status = status
        with pytest.raises(gateways.NotSent) as refused:
            gateways.gateway().send(PHONE, "验证码 123456")
        assert str(status) in str(refused.value)
        assert PHONE not in str(refused.value)
        assert len(server.got) == 1

    @pytest.mark.parametrize(
        ("name", "url", "token"),
        [("http", "http://sms.example.invalid/", "t"), ("http", "https://sms.example.invalid/", ""), ("http", "", "t"),
         ("shown", "", ""), ("no.such.Gateway", "", "")],
    )  # fmt: skip
    def test_a_gateway_that_cannot_work_stops_the_start(self, settings: Any, name: str, url: str, token: str) -> None:
        settings.SMS_GATEWAY, settings.SMS_URL, settings.SMS_TOKEN = name, url, token
        settings.DEMO = settings.DEBUG = False
        with pytest.raises((ImproperlyConfigured, ImportError)):
            gateways.gateway()
        assert [one.id for one in gateway_works()] == ["needs.E001"]

    def test_one_of_ones_own_is_named_by_its_path(self, settings: Any) -> None:
        settings.SMS_GATEWAY = "linli.flow.s1_needs.gateways.Off"
        assert not gateways.gateway().asks
        assert gateway_works() == []
