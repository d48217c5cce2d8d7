package io.kehu.customer.customer;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields administrators define, as far as the record needs to know of them; the catalogue implements it. */
public interface CustomFields {

    /** What names of custom fields begin with, where they stand beside those of the record. */
    String PREFIX = "custom.";

    /** Values by code as the current caller may see them, masked or left out by role. Who has none is not there. */
    Map<CustomerNumber, Map<String, Object>> shown(Collection<CustomerNumber> numbers);

    /** Values in the clear, of the fields the current caller may know of. */
    Map<String, Object> revealed(CustomerNumber number);

    /** What becomes of two values when their customers become one: files are put together, of everything else the first stays. */
    Object together(String code, Object first, Object second);

    /** Of these names of changed fields, those the current caller may know of. */
    List<String> known(List<String> changedFields);

    /** A document with every code, to apply a merge patch to: what comes back as it was, the patch does not touch. */
    Map<String, Object> untouched();

    /** What a merge patch that was applied to {@link #untouched} touches; null clears. */
    Map<String, @Nullable Object> touched(@Nullable Map<String, @Nullable Object> patched);

    /**
     * Whether the current caller could register a customer with these values.
     *
     * @throws io.kehu.starter.web.problem.ProblemException 422 with a pointer and code for each wrong value
     */
    void check(Map<String, @Nullable Object> said);

    /**
     * Checks and writes values in the caller's transaction, for a record the caller has locked or just made; null clears.
     *
     * @return names of the fields that changed, such as {@code custom.height}
     * @throws io.kehu.starter.web.problem.ProblemException 422 with a pointer and code for each wrong value
     */
    List<String> change(CustomerNumber number, Map<String, @Nullable Object> said);
}
