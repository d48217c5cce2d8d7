package io.kehu.customer.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What several records become, field by field. */
class PlanMergeTests {

    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final CustomerNumber A = new CustomerNumber("C00000000011");
    private static final CustomerNumber B = new CustomerNumber("C00000000022");

    private final PlanMerge planMerge =
            new PlanMerge(new SurvivorshipProperties(List.of(Source.SELF, Source.CONSOLE, Source.API, Source.IMPORT)));

    @Test
    void theTrustedSourceStaysHoweverFreshTheOther() {
        Customer said = record(A, Source.CONSOLE, THEN, person("张三", null));
        Customer imported = record(B, Source.IMPORT, THEN.plusSeconds(60), person("張三豐", null));

        assertThat(name(planMerge.plan(List.of(imported, said), Map.of()))).isEqualTo("张三");
        assertThat(name(planMerge.plan(List.of(said, imported), Map.of()))).isEqualTo("张三");
    }

    @Test
    void whatOnlyOneKnowsIsTakenFromIt() {
        Customer named = record(A, Source.API, THEN, person("李四", null));
        Customer born = record(B, Source.API, THEN, person("李四", LocalDate.of(1990, 2, 28)));

        MergePlan plan = planMerge.plan(List.of(named, born), Map.of());

        assertThat(plan.draft().birthDate()).isEqualTo(BirthDate.of(LocalDate.of(1990, 2, 28)));
        assertThat(plan.from()).containsEntry("birthDate", B).containsEntry("language", A);
        assertThat(plan.contested()).isEmpty();
        assertThat(plan.draft().particulars().formerNames()).isEmpty();
    }

    @Test
    void namesThatAreGivenUpAreFormerNames() {
        Customer before = record(A, Source.API, THEN, person("Ann Bird", null));
        Customer after = record(B, Source.API, THEN.plusSeconds(1), person("Ann Wren", null));

        MergePlan plan = planMerge.plan(List.of(before, after), Map.of("fullName", B));

        assertThat(name(plan)).isEqualTo("Ann Wren");
        assertThat(plan.draft().particulars().formerNames()).containsExactly(new PersonName("Ann Bird"));
        assertThat(plan.contested()).containsEntry("fullName", List.of(A, B));
    }

    @Test
    void thePartsOfANameComeFromWhereTheNameIs() {
        Customer whole = record(A, Source.API, THEN, withParts(person("Ann Bird", null), "Ann", "Bird"));
        Customer fresher =
                record(B, Source.API, THEN.plusSeconds(1), withParts(person("Eve Wren", null), "Eve", "Wren"));

        Particulars particulars = planMerge
                .plan(List.of(whole, fresher), Map.of("fullName", A))
                .draft()
                .particulars();

        assertThat(particulars.givenName()).isEqualTo(new PersonName("Ann"));
        assertThat(particulars.familyName()).isEqualTo(new PersonName("Bird"));
    }

    @Test
    void aBirthDateThatTheIdentityNumberBeliesGivesWay() {
        NationalId id = NationalId.parse(SampleIds.nationalId()).orElseThrow();
        Customer identified = record(A, Source.API, THEN, withId(person("王五", null), id));
        Customer mistyped = record(B, Source.API, THEN.plusSeconds(1), person("王五", LocalDate.of(1988, 12, 5)));

        MergePlan plan = planMerge.plan(List.of(identified, mistyped), Map.of());

        assertThat(plan.draft().birthDate()).isEqualTo(BirthDate.of(LocalDate.of(1988, 5, 12)));
        assertThatThrownBy(() -> planMerge.plan(List.of(identified, mistyped), Map.of("birthDate", B)))
                .isInstanceOfSatisfying(
                        PlanMerge.ImpossibleException.class,
                        impossible -> assertThat(impossible.reason()).isEqualTo(PlanMerge.Reason.NEEDS_CHOICE));
    }

    @Test
    void onePointOfAKindIsPreferredAndTheVerifiedOneOfTwoStays() {
        Instant verified = THEN.plusSeconds(9);
        Customer first = record(A, Source.API, THEN, reached(phone(1, true, null), phone(2, false, null)));
        Customer second = record(B, Source.API, THEN, reached(phone(3, true, null), phone(2, false, verified)));

        List<ContactPoint> points =
                planMerge.plan(List.of(first, second), Map.of()).draft().contactPoints();

        assertThat(points).extracting(ContactPoint::value).containsExactly(number(1), number(2), number(3));
        assertThat(points).extracting(ContactPoint::preferred).containsExactly(true, false, false);
        assertThat(points.get(1).verifiedAt()).isEqualTo(verified);
    }

    @Test
    void whatARecordCannotHoldIsRefusedAndNotCut() {
        List<ContactPoint> many = new ArrayList<>();
        for (int i = 0; i < ContactPoint.MOST_OF_A_KIND; i++) {
            many.add(phone(i, false, null));
        }
        Customer full = record(A, Source.API, THEN, reached(many.toArray(ContactPoint[]::new)));
        Customer same = record(B, Source.API, THEN, reached(phone(7, false, null)));
        Customer more = record(B, Source.API, THEN, reached(phone(77, false, null)));

        assertThat(planMerge.plan(List.of(full, same), Map.of()).draft().contactPoints())
                .hasSize(ContactPoint.MOST_OF_A_KIND);
        assertThatThrownBy(() -> planMerge.plan(List.of(full, more), Map.of()))
                .isInstanceOfSatisfying(PlanMerge.ImpossibleException.class, impossible -> {
                    assertThat(impossible.reason()).isEqualTo(PlanMerge.Reason.TOO_MANY);
                    assertThat(impossible.fields()).containsExactly("contactPoints");
                });
        List<Customer> namesakes = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            namesakes.add(record(
                    new CustomerNumber("C0000000" + (1000 + i)),
                    Source.API,
                    THEN,
                    person("N" + (char) ('a' + i), null)));
        }
        assertThatThrownBy(() -> planMerge.plan(namesakes, Map.of()))
                .isInstanceOfSatisfying(
                        PlanMerge.ImpossibleException.class,
                        impossible -> assertThat(impossible.fields()).containsExactly("formerNames"));
        assertThat(planMerge
                        .plan(namesakes.subList(0, 11), Map.of())
                        .draft()
                        .particulars()
                        .formerNames())
                .hasSize(10);
    }

    private static @Nullable String name(MergePlan plan) {
        PersonName name = plan.draft().fullName();
        return name == null ? null : name.value();
    }

    private static Customer record(CustomerNumber number, Source source, Instant at, CustomerDraft draft) {
        return new Customer(
                number,
                draft,
                Customer.Status.ACTIVE,
                source,
                Ownership.ofNobody(),
                new Provenance(new FieldSource(source, at, null, "somebody"), Map.of()),
                1,
                at,
                at);
    }

    private static CustomerDraft person(String name, @Nullable LocalDate born) {
        return draft(name, born == null ? null : BirthDate.of(born), Particulars.NONE, List.of());
    }

    private static CustomerDraft reached(ContactPoint... points) {
        return draft("赵六", null, Particulars.NONE, List.of(points));
    }

    private static CustomerDraft withParts(CustomerDraft draft, String given, String family) {
        Particulars parts =
                new Particulars(new PersonName(given), new PersonName(family), List.of(), null, null, null, null, null);
        return draft(draft.fullName().value(), draft.birthDate(), parts, List.of());
    }

    private static CustomerDraft withId(CustomerDraft draft, NationalId id) {
        Particulars particulars = new Particulars(null, null, List.of(), null, null, id, null, null);
        return draft(draft.fullName().value(), draft.birthDate(), particulars, List.of());
    }

    private static CustomerDraft draft(
            String name, @Nullable BirthDate born, Particulars particulars, List<ContactPoint> points) {
        return new CustomerDraft(
                CustomerDraft.Kind.PERSON,
                new PersonName(name),
                born,
                particulars,
                Locale.SIMPLIFIED_CHINESE,
                CustomerDraft.Stage.PROSPECT,
                points);
    }

    private static ContactPoint phone(int i, boolean preferred, @Nullable Instant verifiedAt) {
        return new ContactPoint(
                ContactPoint.Kind.PHONE, number(i), null, null, preferred, null, null, verifiedAt, Source.API, THEN);
    }

    private static String number(int i) {
        return "+86138000%05d".formatted(i);
    }
}
