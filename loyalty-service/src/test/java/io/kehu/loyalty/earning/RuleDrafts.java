package io.kehu.loyalty.earning;

import java.time.Instant;
import java.util.Set;

/** Rules for tests, made by saying what is special about them. */
final class RuleDrafts {

    private String program = "TEST";
    private final String code;
    private EarningRule.Kind kind = EarningRule.Kind.POINTS;
    private String condition = "true";
    private long points;
    private long perMinor = 100;
    private long fixedPoints;
    private Integer percent;
    private RuleScope scope = RuleScope.EVERYTHING;
    private Instant validFrom;
    private Instant validTo;
    private RuleCaps caps = RuleCaps.NONE;
    private String group;

    private RuleDrafts(String code) {
        this.code = code;
    }

    /** Points for each full 1.00. */
    static RuleDrafts points(String code, long points) {
        RuleDrafts draft = new RuleDrafts(code);
        draft.points = points;
        return draft;
    }

    static RuleDrafts multiplier(String code, int percent) {
        RuleDrafts draft = new RuleDrafts(code);
        draft.kind = EarningRule.Kind.MULTIPLIER;
        draft.percent = percent;
        return draft;
    }

    RuleDrafts in(String programCode) {
        program = programCode;
        return this;
    }

    RuleDrafts when(String cel) {
        condition = cel;
        return this;
    }

    RuleDrafts per(long minor) {
        perMinor = minor;
        return this;
    }

    RuleDrafts fixed(long more) {
        fixedPoints = more;
        return this;
    }

    RuleDrafts channels(String... named) {
        scope = new RuleScope(Set.of(named), scope.stores(), scope.categories(), scope.products());
        return this;
    }

    RuleDrafts stores(String... named) {
        scope = new RuleScope(scope.channels(), Set.of(named), scope.categories(), scope.products());
        return this;
    }

    RuleDrafts categories(String... named) {
        scope = new RuleScope(scope.channels(), scope.stores(), Set.of(named), scope.products());
        return this;
    }

    RuleDrafts products(String... named) {
        scope = new RuleScope(scope.channels(), scope.stores(), scope.categories(), Set.of(named));
        return this;
    }

    RuleDrafts valid(String from, String to) {
        validFrom = from == null ? null : Instant.parse(from);
        validTo = to == null ? null : Instant.parse(to);
        return this;
    }

    RuleDrafts orderCap(long most) {
        caps = new RuleCaps(most, caps.day(), caps.month(), caps.member());
        return this;
    }

    RuleDrafts dayCap(long most) {
        caps = new RuleCaps(caps.order(), most, caps.month(), caps.member());
        return this;
    }

    RuleDrafts monthCap(long most) {
        caps = new RuleCaps(caps.order(), caps.day(), most, caps.member());
        return this;
    }

    RuleDrafts memberCap(long most) {
        caps = new RuleCaps(caps.order(), caps.day(), caps.month(), most);
        return this;
    }

    RuleDrafts group(String named) {
        group = named;
        return this;
    }

    EarningRule rule() {
        return new EarningRule(
                program,
                code,
                1,
                EarningRule.State.DRAFT,
                kind,
                code,
                condition,
                points,
                perMinor,
                fixedPoints,
                percent,
                scope,
                validFrom,
                validTo,
                caps,
                group,
                1,
                null,
                null);
    }
}
