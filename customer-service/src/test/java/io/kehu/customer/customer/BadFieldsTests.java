package io.kehu.customer.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kehu.customer.CustomerProperties;
import io.kehu.customer.customer.AddressParser.RawAddress;
import io.kehu.customer.customer.DraftParser.Fault;
import io.kehu.customer.customer.DraftParser.RawBirthDate;
import io.kehu.customer.customer.DraftParser.RawContact;
import io.kehu.customer.customer.DraftParser.RawDraft;
import io.kehu.customer.customer.ParticularsParser.RawForeignId;
import io.kehu.customer.customer.ParticularsParser.RawParticulars;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every value is stored or refused with a reason; nothing is cut or dropped in silence. */
class BadFieldsTests {

    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private final DraftParser parser =
            new DraftParser(new CustomerProperties("CUSTOMER", "CN", ZoneOffset.UTC), Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "王",
                "张三😀",
                "家👨‍👩‍👧家",
                "محمد علي",
                "می‌خواهم",
                "שרה כהן",
                "क्‍ष",
                "𠮷野家",
                "𪚥",
                "Nguyễn Văn A",
                "Zoë",
                "阿卜杜拉·买买提",
                "O'Neil-Smith",
                "김민준"
            })
    void namesOfAllScriptsAreStoredAsTheyAre(String name) {
        assertThat(faults(named(name))).isEmpty();
        assertThat(draft(named(name)).fullName()).isEqualTo(new PersonName(name));
    }

    @Test
    void namesOfSixtyAndOfAHundredCharactersAreStoredWholeAndLongerOnesRefused() {
        for (String character : List.of("长", "𠮷")) {
            for (int length : List.of(60, 100)) {
                assertThat(draft(named(character.repeat(length))).fullName())
                        .isEqualTo(new PersonName(character.repeat(length)));
            }
            assertThat(faults(named(character.repeat(101)))).containsExactly(new Fault("fullName", "name"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'e\u0301', é",
        "'李\u200b雷', 李雷",
        "'\u202e李雷\u202c', 李雷",
        "'\ufeff李雷', 李雷",
        "'李\u3000\u00a0雷', 李 雷",
        "'李\u200d雷', 李雷"
    })
    void whatNobodySeesIsNoPartOfAName(String typed, String stored) {
        assertThat(draft(named(typed)).fullName()).isEqualTo(new PersonName(stored));
    }

    /** Private characters, halves of characters, and what decoders put in the place of what they could not read. */
    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"张\ue815", "李\ufffd", "王\ud83d", "赵\udb80\udc00"})
    void aCharacterThatWouldBeLostIsAReason(String name) {
        assertThat(faults(named(name))).containsExactly(new Fault("fullName", "characters"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "123", "😀", "...", "\u200b\u200d"})
    void whatHasNoLetterIsNoName(String name) {
        assertThat(faults(named(name))).containsExactly(new Fault("fullName", "name"));
    }

    @Property
    void noTextIsStoredAsAnotherOneOfVisibleCharacters(@ForAll @StringLength(max = 40) String text) {
        DraftParser.Result result = parser.parse(named(text));
        PersonName name = result.draft().fullName();
        if (name == null) {
            assertThat(result.faults()).hasSize(1);
        } else {
            assertThat(letters(name.value()))
                    .isEqualTo(letters(Normalizer.normalize(
                            text.replaceAll("[\\p{Cc}\\p{Cf}&&[^\\t\\n\\r]]", ""), Normalizer.Form.NFC)));
            assertThat(PersonName.parse(name.value())).as("once more").contains(name);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1988-05-12, false, false, 1988-05-12, ''",
        "2000-02-29, false, false, 2000-02-29, ''",
        "1900-02-29, false, false, '', birthDate:date",
        "1999-02-29, false, false, '', birthDate:date",
        "1988-02-30, true, false, lunar 1988-02-30, ''",
        "1987-06-15, true, true, lunar leap 1987-06-15, ''",
        "1988-13-01, true, false, '', birthDate:lunar-date",
        "1988-02-31, true, false, '', birthDate:lunar-date",
        "1988-00-01, true, false, '', birthDate:lunar-date",
        "1988-02-10, false, true, '', birthDateLeapMonth:lunar-only",
        "2027-01-01, true, false, '', birthDate:birth-date",
        "1879-12-30, true, false, '', birthDate:birth-date",
        "'', true, false, '', ''"
    })
    void birthDatesOfBothCalendarsAreStoredAsSaid(
            String text, boolean lunar, boolean leapMonth, String stored, String fault) {
        DraftParser.Result result = parser.parse(new RawDraft(
                null, "李雷", new RawBirthDate(text, lunar, leapMonth), RawParticulars.NONE, null, null, List.of()));

        BirthDate date = result.draft().birthDate();
        assertThat(date == null ? "" : date.stored()).isEqualTo(stored);
        assertThat(codes(result)).isEqualTo(fault.isEmpty() ? List.of() : List.of(fault));
    }

    @Test
    void theIdentityNumberAndTheBirthDateMustSayTheSameUnlessThePersonCountsByTheMoon() {
        RawParticulars id = particulars("11010519491231002X", null, null);

        assertThat(faults(person("1949-12-31", false, id))).isEmpty();
        assertThat(codes(parser.parse(person("1949-12-30", false, id))))
                .containsExactly("particulars.nationalId:national-id-birth-date");
        assertThat(faults(person("1949-11-12", true, id))).isEmpty();
        assertThat(faults(person(null, false, id))).isEmpty();
    }

    @Test
    void personsAndOrganisationsHaveNumbersOfTheirOwn() {
        RawParticulars all =
                particulars("11010519491231002X", new RawForeignId("GB", "12345678"), "91350100M000100Y43");

        assertThat(codes(parser.parse(person(null, false, all))))
                .containsExactly("particulars.creditCode:organisations-only");
        assertThat(codes(parser.parse(
                        new RawDraft(CustomerDraft.Kind.ORGANISATION, "某公司", null, all, null, null, List.of()))))
                .containsExactly(
                        "particulars.nationalId:persons-only",
                        "particulars.foreignId:persons-only",
                        "particulars.sex:persons-only");
    }

    @Test
    void everyWrongParticularIsNamed() {
        RawParticulars wrong = new RawParticulars(
                "1", "张\ue815", List.of("旧名", "2"), null, "XX", "123", new RawForeignId("XX", "1"), "456");

        assertThat(codes(parser.parse(person(null, false, wrong))))
                .containsExactly(
                        "particulars.givenName:name",
                        "particulars.familyName:characters",
                        "particulars.formerNames.1:name",
                        "particulars.nationality:country",
                        "particulars.nationalId:national-id",
                        "particulars.foreignId:foreign-id",
                        "particulars.creditCode:credit-code");
    }

    @ParameterizedTest
    @CsvSource({
        "PHONE, +999 123456789, '', phone",
        "PHONE, +1 415 555 2671, +14155552671, ''",
        "PHONE, 13800138000😀, '', phone",
        "PHONE, 13800138000张三, '', phone",
        "PHONE, 021-68888888 ext. 801, '', phone",
        "EMAIL, a@b, '', email",
        "EMAIL, 'a\ue815@b.cn', '', characters",
        "WECHAT, zhang_san-88, zhang_san-88, ''",
        "WECHAT, +8613800138000, +8613800138000, ''",
        "WECHAT, zs, '', wechat",
        "WECHAT, 张三, '', wechat",
        "SOCIAL, Weibo：@李雷, weibo:李雷, ''",
        "SOCIAL, xhs: lilei😀, xhs:lilei😀, ''",
        "SOCIAL, lilei, '', social",
        "ADDRESS, 北京, '', address-parts"
    })
    void contactsAreNormalisedByKindOrRefused(ContactPoint.Kind kind, String text, String stored, String code) {
        DraftParser.Result result = parser.parse(contacts(RawContact.of(kind, text)));

        assertThat(result.draft().contactPoints().stream().map(ContactPoint::value))
                .isEqualTo(stored.isEmpty() ? List.of() : List.of(stored));
        assertThat(result.faults().stream().map(Fault::code)).isEqualTo(code.isEmpty() ? List.of() : List.of(code));
    }

    @Test
    void addressesHavePartsInChinaAndLinesElsewhere() {
        RawAddress beijing = new RawAddress(null, "北京市", "北京市", "朝阳区", "建国路 8 号\u200b", "100022", List.of());
        RawAddress london =
                new RawAddress("gb", null, null, null, null, "SW1A 2AA", List.of("10 Downing St", "London"));

        assertThat(address(beijing).draft().contactPoints().getFirst().value()).isEqualTo("北京市北京市朝阳区建国路 8 号 100022");
        assertThat(address(london).draft().contactPoints().getFirst().value())
                .isEqualTo("10 Downing St, London, SW1A 2AA, GB");
        assertThat(codes(address(new RawAddress(null, null, null, null, null, null, List.of()))))
                .containsExactly("contactPoints.0.address:address");
        assertThat(codes(address(new RawAddress(null, "北京市", null, null, null, "1000", List.of()))))
                .containsExactly("contactPoints.0.address.postcode:postcode");
        assertThat(codes(address(new RawAddress("CN", "北京市", null, null, null, null, List.of("line")))))
                .containsExactly("contactPoints.0.address:address");
        assertThat(codes(address(new RawAddress("GB", null, "London", null, null, null, List.of("line")))))
                .containsExactly("contactPoints.0.address:address");
        assertThat(codes(address(new RawAddress("XX", null, null, null, null, null, List.of("line")))))
                .containsExactly("contactPoints.0.address.country:country");
        assertThat(codes(address(new RawAddress(null, "北京\ufffd", null, null, null, null, List.of()))))
                .containsExactly("contactPoints.0.address:characters");
    }

    @Test
    void contactPointsAreOrderedByKindWithThePreferredFirst() {
        RawContact mail = RawContact.of(ContactPoint.Kind.EMAIL, "a@b.cn");
        RawContact first = RawContact.of(ContactPoint.Kind.PHONE, "13800138001");
        RawContact preferred = preferred("13800138002");

        assertThat(parser.parse(contacts(mail, first, preferred)).draft().contactPoints().stream()
                        .map(ContactPoint::value))
                .containsExactly("+8613800138002", "+8613800138001", "a@b.cn");
        assertThat(codes(parser.parse(contacts(preferred, preferred("13800138003")))))
                .containsExactly("contactPoints.1.preferred:preferred-twice");
    }

    @Test
    void timesOfAContactPointAreChecked() {
        RawContact upsideDown = new RawContact(
                ContactPoint.Kind.PHONE,
                "13800138001",
                null,
                null,
                false,
                LocalDate.of(2026, 2, 2),
                LocalDate.of(2026, 2, 1),
                NOW.plusSeconds(1));

        assertThat(codes(parser.parse(contacts(upsideDown))))
                .containsExactly("contactPoints.0.validTo:valid-order", "contactPoints.0.verifiedAt:verified-time");
    }

    @Test
    void oneMoreThanTwentyOfAKindIsAReasonNotACut() {
        RawContact[] many = IntStream.range(0, 21)
                .mapToObj(i -> RawContact.of(ContactPoint.Kind.WECHAT, "wechat" + i))
                .toArray(RawContact[]::new);

        assertThat(codes(parser.parse(contacts(many)))).containsExactly("contactPoints.20:too-many");
    }

    private List<Fault> faults(RawDraft raw) {
        return parser.parse(raw).faults();
    }

    private CustomerDraft draft(RawDraft raw) {
        return parser.parse(raw).draft();
    }

    private static List<String> codes(DraftParser.Result result) {
        return result.faults().stream()
                .map(fault -> fault.field() + ":" + fault.code())
                .toList();
    }

    private static List<Integer> letters(String text) {
        return text.codePoints()
                .filter(point -> Character.isLetterOrDigit(point) || Character.getType(point) == Character.OTHER_SYMBOL)
                .boxed()
                .toList();
    }

    private static RawDraft named(String name) {
        return new RawDraft(null, name, null, RawParticulars.NONE, null, null, List.of());
    }

    private static RawDraft person(String birthDate, boolean lunar, RawParticulars particulars) {
        return new RawDraft(null, "李雷", new RawBirthDate(birthDate, lunar, false), particulars, null, null, List.of());
    }

    private static RawDraft contacts(RawContact... contacts) {
        return new RawDraft(null, "李雷", null, RawParticulars.NONE, null, null, Arrays.asList(contacts));
    }

    private DraftParser.Result address(RawAddress address) {
        return parser.parse(
                contacts(new RawContact(ContactPoint.Kind.ADDRESS, null, null, address, false, null, null, null)));
    }

    private static RawContact preferred(String phone) {
        return new RawContact(ContactPoint.Kind.PHONE, phone, null, null, true, null, null, null);
    }

    private static RawParticulars particulars(String nationalId, RawForeignId foreignId, String creditCode) {
        return new RawParticulars(null, null, List.of(), Sex.MALE, null, nationalId, foreignId, creditCode);
    }
}
