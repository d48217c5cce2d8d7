package io.kehu.customer.customer;

import io.kehu.customer.customer.DraftParser.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads addresses: parts in China, free lines elsewhere. */
public final class AddressParser {

    private static final int LONGEST_PART = 200;
    private static final int MOST_LINES = 5;
    private static final Pattern CHINESE_POSTCODE = Pattern.compile("\\d{6}");
    private static final Pattern POSTCODE = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} -]{0,19}");

    private AddressParser() {}

    /**
     * An address as written.
     *
     * @param country China when missing
     */
    public record RawAddress(
            @Nullable String country,
            @Nullable String province,
            @Nullable String city,
            @Nullable String district,
            @Nullable String street,
            @Nullable String postcode,
            List<String> lines) {}

    /** The address, or what is wrong with it. */
    record Result(@Nullable Address address, @Nullable Fault fault) {}

    static Result parse(RawAddress raw) {
        Optional<String> country = Countries.parse(raw.country() == null ? Countries.CHINA : raw.country());
        if (country.isEmpty()) {
            return fault("address.country", "country");
        }
        List<String> lines = new ArrayList<>();
        raw.lines().forEach(line -> Optional.ofNullable(part(line)).ifPresent(lines::add));
        Address address = new Address(
                country.get(),
                part(raw.province()),
                part(raw.city()),
                part(raw.district()),
                part(raw.street()),
                raw.postcode() == null || raw.postcode().isBlank() ? null : PlainText.plain(raw.postcode()),
                lines);
        List<String> texts = Stream.concat(
                        Stream.of(raw.province(), raw.city(), raw.district(), raw.street(), raw.postcode()),
                        raw.lines().stream())
                .filter(Objects::nonNull)
                .toList();
        if (texts.stream().anyMatch(PlainText::lossy)) {
            return fault("address", "characters");
        }
        if (texts.stream().anyMatch(text -> text.codePointCount(0, text.length()) > LONGEST_PART)) {
            return fault("address", "address");
        }
        return address.country().equals(Countries.CHINA) ? chinese(address) : foreign(address);
    }

    private static Result chinese(Address address) {
        if (!address.lines().isEmpty() || !hasParts(address)) {
            return fault("address", "address");
        }
        String postcode = address.postcode();
        return postcode != null && !CHINESE_POSTCODE.matcher(postcode).matches()
                ? fault("address.postcode", "postcode")
                : new Result(address, null);
    }

    private static Result foreign(Address address) {
        int lines = address.lines().size();
        if (lines < 1 || lines > MOST_LINES || hasParts(address)) {
            return fault("address", "address");
        }
        String postcode = address.postcode();
        return postcode != null && !POSTCODE.matcher(postcode).matches()
                ? fault("address.postcode", "postcode")
                : new Result(address, null);
    }

    private static boolean hasParts(Address address) {
        return address.province() != null
                || address.city() != null
                || address.district() != null
                || address.street() != null;
    }

    private static @Nullable String part(@Nullable String text) {
        String clean = text == null ? "" : PlainText.clean(text);
        return clean.isEmpty() ? null : clean;
    }

    private static Result fault(String field, String code) {
        return new Result(null, new Fault(field, code));
    }
}
