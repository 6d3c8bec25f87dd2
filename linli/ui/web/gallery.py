"""What the gallery's pages show: sample forms, tables, charts and contexts."""

from dataclasses import replace
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.ui import charts, forms, tables
from linli.ui.filters import WanBetween
from linli.ui.parts import Action, Check, Clause, Crumb, Fact, Figure, Place, Problem, Step, Tab, six_steps
from linli.ui.status import WORDS, Status
from linli.ui.web import samples


class SampleForm(forms.Form):
    """Every kind of field."""

    name = django_forms.CharField(
        label=gettext_lazy("项目名称"), help_text=gettext_lazy("写清地点和服务，不超过 40 字")
    )
    amount = forms.MoneyField(label=gettext_lazy("预算（元）"), help_text=gettext_lazy("与财政批复一致"), positive=True)
    ends = django_forms.DateField(
        label=gettext_lazy("服务截止日期"),
        help_text=gettext_lazy("例如 2027年3月8日"),
        widget=django_forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    source = django_forms.ChoiceField(label=gettext_lazy("资金来源"), choices=[("1", gettext_lazy("为民服务资金"))])
    reason = django_forms.CharField(
        label=gettext_lazy("说明理由"), required=False, widget=django_forms.Textarea(attrs={"rows": 3})
    )
    scope = django_forms.MultipleChoiceField(
        label=gettext_lazy("服务对象"),
        choices=[("1", gettext_lazy("老年人")), ("2", gettext_lazy("未成年人")), ("3", gettext_lazy("残疾人"))],
        widget=django_forms.CheckboxSelectMultiple,
    )
    batch = django_forms.ChoiceField(
        label=gettext_lazy("是否首次采购"),
        choices=[("1", gettext_lazy("是")), ("0", gettext_lazy("否"))],
        widget=django_forms.RadioSelect,
    )
    agreed = django_forms.BooleanField(label=gettext_lazy("已核对，内容属实"))
    paper = django_forms.FileField(
        label=gettext_lazy("批复文件"), required=False, help_text=gettext_lazy("PDF，不超过 20 MB")
    )


class SampleQuery(django_forms.Form):
    """The query form of the sample list; a real list gets it from its FilterSet."""

    q = django_forms.CharField(
        label=gettext_lazy("项目"), widget=django_forms.TextInput(attrs={"placeholder": gettext_lazy("名称或编号")})
    )
    town = django_forms.ChoiceField(label=gettext_lazy("镇街"), choices=[("", gettext_lazy("全部镇街"))])
    method = django_forms.ChoiceField(label=gettext_lazy("采购方式"), choices=[("", gettext_lazy("全部方式"))])
    state = django_forms.ChoiceField(label=gettext_lazy("状态"), choices=[("", gettext_lazy("在办（不含归档）"))])
    provider = django_forms.CharField(
        label=gettext_lazy("承接主体"),
        widget=django_forms.TextInput(attrs={"placeholder": gettext_lazy("名称或信用代码")}),
    )
    year = django_forms.ChoiceField(label=gettext_lazy("年度"), choices=[("", "2025—2026年")])
    amount = WanBetween(field_name="amount", label=gettext_lazy("合同金额")).field

    use_required_attribute = False


class SampleTable(tables.Table):
    """The table of the sample list."""

    select = tables.SelectColumn()
    title = tables.TitleColumn(gettext_lazy("项目名称"), note="number", orderable=False)
    buyer = tables.TextColumn(gettext_lazy("采购人"), note="area", card="half", place=2, orderable=False)
    provider = tables.TextColumn(gettext_lazy("承接主体"), empty=gettext_lazy("未确定"), card="hide", orderable=False)
    amount = tables.MoneyColumn(gettext_lazy("金额（万元）"), total=True, orderable=False)
    step = tables.StepColumn(gettext_lazy("步骤"), tone="step_tone", orderable=False)
    status = tables.StatusColumn(gettext_lazy("状态"), orderable=False)
    due = tables.DayColumn(gettext_lazy("下一期限"), note="due_for", tone="due_tone")

    class Meta(tables.Table.Meta):
        sequence = ("select", "title", "buyer", "provider", "step", "status", "amount", "due")

    caption = gettext_lazy("购买服务项目")


def list_actions() -> list[Action]:
    return [Action(_("从 Excel 导入"), "#", "table-import"), Action(_("新建项目"), "#", "plus", "primary")]


def context(request: HttpRequest) -> dict[str, Any]:
    """The component page."""
    sent = SampleForm(
        {
            "name": "明觉社区居家养老助餐服务",
            "amount": "0",
            "ends": "2027-03-08",
            "source": "1",
            "reason": "",
            "agreed": "",
        }
    )
    sent.is_valid()
    return {
        "shell": samples.shell(""),
        "words": WORDS,
        "sample_form": sent,
        "card_today": samples.countdown(),
        "events": samples.events()[:2],
        "steps": six_steps(4, samples.STEP_LINES),
        "figures": samples.figures(),
        "tasks": samples.inbox()["tasks"]["groups"][0].tasks,
        "tiles": samples.inbox()["tiles"],
        "deadlines": samples.inbox()["deadlines"],
        "clauses": [samples.LAW_53, samples.MEASURE_9],
        "summary": summary(),
        "next": ["3月10日前退还投标保证金", "收到发票后支付首付款 22.88 万元"],
        "import_errors": [
            (14, "信用代码", "校验位不对，应为 18 位"), (57, "社区", "“明觉村”不在区划表，是否“明觉社区”"), (88, "金额", "不是数字，请去掉“元”字"),
        ],
        "checks": budget()["checks"],
        "places": places(),
        "charts": sample_charts(),
        "tabs": [Tab(_("全部"), "#", True, 128), Tab("1 需求摸排", "#", False, 17), Tab("2 目标确立", "#", False, 21)],
        "samples": ["inbox", "project", "list", "form", "sign-in", "portal", "public-project", "cockpit", "opening", "survey"],
        "cards": samples.project_cards(),
        "problems_sample": budget()["problems"],
        "calm": countdown("calm", "3月10日", "剩 3 个工作日"),
        "late": countdown("overdue", "3月4日", "逾期 1 个工作日"),
        "swatches": SWATCHES,
        "families": families(),
    }  # fmt: skip


SWATCHES = [
    ("ink", "墨 正文", "#1B262D", "15.4"), ("ink-2", "墨 次要", "#45525B", "8.0"), ("ink-3", "墨 说明", "#5E6B74", "5.5"),
    ("azurite-7", "石青 主色", "#13506F", "8.7"), ("azurite-9", "石青 深", "#0B3245", "13.5"), ("azurite-6", "石青 图形", "#1B678D", "6.2"),
    ("malachite-7", "石绿", "#1B6150", "7.3"), ("ochre-8", "赭石", "#714408", "8.3"), ("cinnabar-7", "朱砂", "#9E2F1B", "7.3"),
    ("cinnabar-6", "朱砂 印", "#B93A22", "5.7"), ("rouge-7", "胭脂", "#6B3B5E", "8.7"), ("paper", "宣纸 底色", "#F6F5F0", ""),
]  # fmt: skip


def families() -> list[tuple[str, list[Status]]]:
    texts = {
        "none": _("中性：尚无动作，或已终止"), "active": _("石青：正在办"), "waiting": _("胭脂：在等时间或对方"),
        "attention": _("赭石：要留意"), "danger": _("朱砂：必须处理"), "done": _("办完不加底色，让没办的显眼"),
    }  # fmt: skip
    return [(text, [w for w in WORDS.values() if w.family == family]) for family, text in texts.items()]


def countdown(tone: str, moment: str, left: str) -> Any:
    return replace(samples.countdown(), tone=tone, moment=moment, left=left)


def summary() -> list[Fact]:
    return [
        Fact(_("项目名称"), "明觉社区居家养老助餐服务", change_url="#"), Fact(_("预算"), "298,000.00", _("元"), change_url="#"),
        Fact(_("资金来源"), "为民服务资金", change_url="#"), Fact(_("服务期"), "2026年4月1日—2027年3月31日", change_url="#"),
        Fact(_("管理费"), "", change_url="#"),
    ]  # fmt: skip


def budget() -> dict[str, Any]:
    """The budget page with three problems."""
    lines = [
        (1, "专业社工工资", "计入人员经费", "2 名社工驻点", "5,800.00", "24", "人月", "139,200.00", "48.8%", "", ""),
        (
            2,
            "社会保险和公积金",
            "计入人员经费",
            "按缴费基数 28.5%",
            "1,745.00",
            "24",
            "人月",
            "41,880.00",
            "14.7%",
            "",
            "",
        ),
        (3, "督导和评估", "", "外聘督导 12 次", "1,500.00", "12", "次", "18,000.00", "6.3%", "", ""),
        (4, "活动物料", "", "", "900.00", "48", "场", "43,200.00", "15.2%", "请填写测算依据，例如“4 人 × 12 月”", ""),
        (5, "志愿者补贴", "", "交通误餐补贴", "30.00", "784", "人次", "23,520.00", "8.3%", "", ""),
        (6, "管理费", "", "场地、水电、财务", "18,600.00", "1", "项", "18,600.00", "6.5%", "", "超过上限 5%"),
    ]
    clause = Clause("资金管理办法（试行） 第十二条", verified=False)
    return {
        "shell": samples.shell(_("目标确立")),
        "crumbs": [Crumb(_("购买服务项目"), "#"), Crumb("塘窦村社区儿童关爱项目", "#"), Crumb("编制预算")],
        "problems_title": "预算有 3 处需要修改，未能提交",
        "problems": [
            Problem("管理费 18,600 元，占 6.5%，超过上限 5%", "最多可列 14,250 元", "#price-6", clause),
            Problem("第 4 行“活动物料”没有测算依据", "请写明单价和数量怎样得来", "#basis-4"),
            Problem("明细合计 284,400 元，与项目预算 285,000 元相差 600 元", "请调整明细或修改项目预算", "#total"),
        ],
        "head": {
            "title": "编制预算", "sub": ["塘窦村社区儿童关爱项目", "320117004-2026-013", "第 3 页，共 5 页"],
            "actions": [Action(_("从 Excel 导入"), "#", "table-import"), Action("套用同类项目", "#", "copy")],
        },
        "lines": lines,
        "gauge_clause": samples.MEASURE_9,
        "saved": "草稿已于 10:42 自动保存",
        "checks": [
            Check("passed", "属于指导性目录", "B0104 困境儿童关爱服务"), Check("passed", "资金来源有余额", "可用 412,600 元"),
            Check("passed", "未发现拆分采购", "近 12 个月同类 1 个，合计低于限额"), Check("failed", "管理费占比", "6.5%，上限 5%"),
            Check("pending", "准入审批", "提交后由街道办理，3 个工作日"),
        ],
    }  # fmt: skip


def places() -> list[Place]:
    names = ["柘塘街道", "溧水开发区", "东屏街道", "石湫街道", "永阳街道", "白马镇", "洪蓝街道", "和凤镇", "晶桥镇"]
    values, levels = [12, 9, 13, 24, 27, 14, 11, 10, 8], [2, 1, 2, 4, 4, 3, 2, 1, 1]
    normal, watch, late = Status("done", _("正常")), Status("attention", _("关注")), Status("danger", _("逾期"))
    states = [normal, normal, watch, late, normal, normal, late, normal, normal]
    return [Place(names[i], str(values[i]), i // 3 + 1, i % 3 + 1, levels[i], states[i]) for i in range(9)]


def sample_charts() -> list[charts.Chart]:
    pool = "统筹资金池"
    return [
        charts.intervals(
            "satisfaction", _("居民满意度"),
            [("永阳街道", 93.1, 92.2, 94.0, 1240), ("石湫街道", 92.4, 91.3, 93.4, 980), ("柘塘街道", 91.8, 90.5, 93.1, 610),
             ("白马镇", 91.0, 89.6, 92.4, 520), ("晶桥镇", 90.5, 88.5, 92.5, 270), ("洪蓝街道", 86.9, 85.3, 88.5, 418)],
            target=90, unit=_("分"), at="3月5日", sentence="六个镇街的满意度均分和 95% 区间；只有洪蓝街道整个区间低于目标 90 分。", size="large",
        ),
        charts.bars(
            "funnel", _("有多少需求走到了结果"), ["需求摸排", "目标确立", "公开招标", "组织实施", "监测评估", "服务跟踪"],
            {_("项目"): [386, 214, 163, 142, 96, 71]}, unit=_("个"), at="3月5日", sentence="386 项需求中，71 个项目已在服务跟踪。",
        ),
        charts.flow(
            "money", _("资金流向"),
            [("区级财政", pool, 1100), ("部门专项", pool, 480), ("为民服务资金", pool, 3000), ("街道自筹", pool, 360), ("社会捐赠", pool, 60),
             (pool, "社区综合服务", 1900), (pool, "养老服务", 1420), (pool, "未保服务", 560), (pool, "助困治理", 640), (pool, "专业综合", 480)],
            unit=_("万元"), at="3月5日", sentence="统筹资金池 5,000 万元，其中为民服务资金 3,000 万元；最多用于社区综合服务 1,900 万元。",
        ),
        charts.lines(
            "paid", _("支付进度跟得上合同吗"), ["1月", "2月", "3月", "4月", "5月", "6月"],
            {_("已签约"): [210, 480, 900, 1300, 1800, 2300], _("已支付"): [80, 220, 460, 700, 1010, 1480]}, unit=_("万元"), at="6月30日",
            sentence="到 6 月底已签约 2,300 万元，已支付 1,480 万元。",
        ),
    ]  # fmt: skip


PUBLIC_NAV = [("办事参与", False), ("项目公开", False), ("资金去向", False), ("社区议事", False), ("政策规则", False)]


def public_nav() -> list[Tab]:
    return [Tab(label, "#", active) for label, active in PUBLIC_NAV]


def portal() -> dict[str, Any]:
    return {
        "shell": replace(samples.shell(""), public_nav=public_nav()),
        "verbs": [
            ("说需求", "家里、社区缺什么服务", "message-2-plus", "#"), ("评服务", "给用过的服务打分", "star", "#"),
            ("查资金", "钱花在哪里，谁在做", "coin-yuan", "#"), ("来议事", "看议题，提意见，投一票", "message-2", "#"),
        ],
        "services": [
            ("居家养老助餐", "每天 10:30—12:30，明觉社区长者食堂", "soup", 3, "第 3 步 · 选定服务单位"),
            ("社区综合服务中心", "周一至周日 8:30—20:30 开放", "heart-handshake", 4, "第 4 步 · 正在服务"),
            ("困境儿童课后陪伴", "周一至周五 16:00—18:30", "users", 4, "第 4 步 · 正在服务"),
        ],
        "notices": [
            ("中标结果", "石湫街道社区综合服务中心运营", "2月5日"), ("采购公告", "枫香岭社区残疾人日间照料", "2月3日"),
            ("需求清单", "九塘村 2025年第四季度", "1月30日"), ("评估结果", "秦淮路社区矛盾调解与法律服务", "1月28日"),
        ],
    }  # fmt: skip


def public_project() -> dict[str, Any]:
    texts = [
        ("2025年9月", "入户 2,316 户，归并出 31 项需求", "看需求清单"), ("2025年11月", "定下 12 项要做到的事，预算 58.60 万元", "看目标"),
        ("2026年2月", "5 家单位投标，示例甲社会工作服务中心中选", "看评审结果"), ("现在", "合同 57.20 万元，分三次付款", "看合同"),
        ("2026年9月起", "实地查看、专家评审、居民打分、查账", ""), ("2027年3月起", "半年后回访，看效果是否还在", ""),
    ]  # fmt: skip
    steps = [
        Step(s.number, s.name, s.state, [text], "#" if link else "", when, link)
        for s, (when, text, link) in zip(six_steps(4), texts, strict=True)
    ]
    return {
        "shell": replace(samples.shell(""), public_nav=public_nav()),
        "crumbs": [Crumb("首页", "#"), Crumb("明觉社区", "#"), Crumb("服务详情")],
        "steps": steps,
        "money": [
            ("社工工资和社保", "33.40", "58.4%", 0, 58.4), ("居民活动", "12.36", "21.6%", 58.4, 21.6), ("培训和督导", "5.15", "9.0%", 80, 9.0),
            ("志愿者补贴", "3.55", "6.2%", 89, 6.2), ("管理费", "2.74", "4.8%", 95.2, 4.8),
        ],
        "promises": [("服务居民不少于", "4,200 人"), ("每个中心每周开放不少于", "56 小时"), ("居民活动不少于", "336 场"), ("居民满意度不低于", "90 分")],
        "files": [("需求清单", "2025年9月26日"), ("采购公告", "2026年1月6日"), ("中标结果公告", "2026年2月5日")],
    }  # fmt: skip


def cockpit() -> dict[str, Any]:
    counts = [386, 214, 163, 142, 96, 71]
    funnel = [
        (s.number, s.name, n, f"{n / counts[i - 1]:.0%}" if i else "—", 50 - n / 386 * 50, n / 386 * 100)
        for i, (s, n) in enumerate(zip(six_steps(1), counts, strict=True))
    ]
    drawn = {chart.id: chart for chart in sample_charts()}
    return {
        "shell": samples.shell(_("驾驶舱")),
        "head": {"title": _("驾驶舱"), "sub": ["溧水区", "2026年1月1日至3月5日", "数据更新于今天 10:30"], "actions": []},
        "figures": [
            Figure("在办项目", "128", "个", "比上年同期多 14 个"), Figure("已签约金额", "3,216.40", "万元", "占预算 5,000 万元的 64.3%"),
            Figure("已支付", "1,487.25", "万元", "占已签约的 46.2%"), Figure("居民满意度", "91.1", "分", "95% 区间 90.7—91.6，样本 5,218"),
            Figure("按期办结率", "97.6", "%", "逾期 4 件，其中法定 1 件"),
        ],
        "funnel": funnel,
        "places": places(),
        "money": drawn["money"],
        "satisfaction": drawn["satisfaction"],
    }  # fmt: skip


def opening() -> dict[str, Any]:
    stages = [
        ("投标截止", "09:30:00"),
        ("密钥合成", "09:30:04"),
        ("解密唱标", "09:31:26"),
        ("确认记录", "进行中"),
        ("开标结束", "待完成"),
    ]
    states = ["done", "done", "done", "current", "todo"]
    return {
        "shell": samples.shell(_("公开招标")),
        "crumbs": [Crumb(_("购买服务项目"), "#"), Crumb("明觉社区居家养老助餐", "#"), Crumb("开标")],
        "head": {
            "title": "开标", "sub": ["明觉社区居家养老助餐服务", "320117004-2026-011", "预算 298,000.00 元"],
            "actions": [Action("打印开标记录", "#", "printer")],
        },
        "steps": [Step(i, name, state, [when]) for i, ((name, when), state) in enumerate(zip(stages, states, strict=True), 1)],
        "bids": [
            (1, "示例乙养老服务中心", "52320117MJ00000002", "3月5日 16:22:08", "a3f1…9c07", "286,400.00", True),
            (2, "示例甲社会工作服务中心", "52320117MJ00000001", "3月5日 17:40:31", "5d80…e21b", "279,500.00", True),
            (3, "示例壬餐饮服务有限公司", "91320117MA00000009", "3月6日 08:11:52", "c94e…03fa", "268,800.00", False),
            (4, "示例丙社区发展促进会", "51320117MJ00000003", "3月6日 09:02:19", "77b2…d6e5", "291,000.00", False),
        ],
        "keys": [("王示例", "采购人代表", "09:24:10"), ("周样例", "监督员", "09:27:45"), ("陈示范", "枢纽型社会组织代表", "")],
        "witness": [Fact("主持", "李演示"), Fact("监督", "周样例", note="在线"), Fact("投标人", "4 家代表", note="在线 4")],
    }  # fmt: skip


def survey() -> dict[str, Any]:
    return {
        "shell": samples.shell(""),
        "options": [
            (5, "很满意", "mood-happy"), (4, "满意", "mood-smile"), (3, "一般", "mood-empty"), (2, "不满意", "mood-sad"), (1, "很不满意", "mood-sad-2"),
        ],
    }  # fmt: skip
