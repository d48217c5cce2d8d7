package io.kehu.customer.search;

import io.kehu.customer.CustomerProperties;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerDraft;
import io.kehu.customer.customer.CustomerList;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.CustomerTokens;
import io.kehu.customer.customer.Customers;
import io.kehu.customer.customer.PersonName;
import io.kehu.customer.customer.Restriction;
import io.kehu.customer.customer.Scope;
import io.kehu.customer.identity.Numbers;
import io.kehu.customer.purchase.Buyers;
import io.kehu.customer.tag.TagNames;
import io.kehu.starter.merging.MergedNumbers;
import io.kehu.starter.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Answers questions over keyed tokens; nothing is decrypted but the page that is shown. */
@Component
class FindCustomers {

    private final JdbcClient jdbc;
    private final Customers customers;
    private final CustomerList list;
    private final CustomerTokens tokens;
    private final Numbers numbers;
    private final MergedNumbers mergedNumbers;
    private final TagNames tags;
    private final Buyers buyers;
    private final String region;

    FindCustomers(
            JdbcClient jdbc,
            Customers customers,
            CustomerList list,
            CustomerTokens tokens,
            Numbers numbers,
            MergedNumbers mergedNumbers,
            TagNames tags,
            Buyers buyers,
            CustomerProperties properties) {
        this.jdbc = jdbc;
        this.customers = customers;
        this.list = list;
        this.tokens = tokens;
        this.numbers = numbers;
        this.mergedNumbers = mergedNumbers;
        this.tags = tags;
        this.buyers = buyers;
        this.region = properties.defaultRegion();
    }

    Question understand(String typed) {
        return Question.of(typed, region, tokens);
    }

    /** Who was found, and what the question was taken for at last. */
    record Answer(Question.Kind kind, List<Customer> customers) {}

    /** One row more than the limit when there is more; in the order of numbers. */
    Answer find(Question question, Scope scope, @Nullable String after, int limit) {
        List<Customer> found = taken(question, scope, after, limit);
        if (found.isEmpty() && after == null && question.mayBeOrder()) {
            List<Customer> ofOrder = byOrder(question.typed(), scope);
            return new Answer(ofOrder.isEmpty() ? question.kind() : Question.Kind.ORDER, ofOrder);
        }
        return new Answer(question.kind(), found);
    }

    private List<Customer> taken(Question question, Scope scope, @Nullable String after, int limit) {
        return switch (question.kind()) {
            // Orders are looked for behind everything else.
            case NOTHING, ORDER -> List.of();
            case TAG -> byTag(question.text(), scope, after, limit);
            case NUMBER -> after == null ? byNumber(question.text(), scope) : List.of();
            case NAME -> byName(question, scope, after, limit);
            case EMAIL, PHONE, PHONE_TAIL, SOUND, NATIONAL_ID, CREDIT_CODE, ACCOUNT ->
                byTokens(question, scope, after, limit);
        };
    }

    /** Customers whose number one typing mistake would make into the one asked for. The person decides; nobody is found instead. */
    List<CustomerNumber> mayBe(Question question, Scope scope) {
        return question.kind() == Question.Kind.NUMBER
                ? list.admitted(scope, recognised(question.text()).mayBe())
                : List.of();
    }

    private List<Customer> byNumber(String canonical, Scope scope) {
        List<Customer> direct = within(scope, List.of(new CustomerNumber(mergedNumbers.living(canonical))));
        CustomerNumber other = direct.isEmpty() ? recognised(canonical).number() : null;
        return other == null ? direct : within(scope, List.of(new CustomerNumber(mergedNumbers.living(other.value()))));
    }

    private List<Customer> byTag(String typed, Scope scope, @Nullable String after, int limit) {
        return tags.code(typed)
                .map(code -> new CustomerList.Filter(null, null, null, null, code))
                .map(filter -> list.page(filter, Restriction.NONE, scope, after, limit))
                .map(numbersFound -> List.copyOf(customers.find(numbersFound).values()))
                .orElseGet(List::of);
    }

    private List<Customer> byOrder(String orderNo, Scope scope) {
        return within(
                scope,
                buyers.of(orderNo).stream()
                        .map(buyer -> new CustomerNumber(mergedNumbers.living(buyer.value())))
                        .distinct()
                        .toList());
    }

    private List<Customer> within(Scope scope, List<CustomerNumber> numbers) {
        return List.copyOf(customers.find(list.admitted(scope, numbers)).values());
    }

    /** identity-service knows other forms of a number; without it, only the exact one is found. */
    private Numbers.Recognition recognised(String text) {
        try {
            return numbers.recognise(text);
        } catch (ProblemException e) {
            return new Numbers.Recognition(null, List.of());
        }
    }

    /** Looks on behind customers who only share pairs of characters, so that a page is full as long as there is somebody. */
    private List<Customer> byName(Question question, Scope scope, @Nullable String after, int limit) {
        List<Customer> found = new ArrayList<>();
        String from = after;
        while (found.size() < limit) {
            List<Customer> candidates = byTokens(question, scope, from, limit);
            candidates.stream()
                    .filter(customer -> holdsName(customer, question.text()))
                    .forEach(found::add);
            if (candidates.size() < limit) {
                break;
            }
            from = candidates.getLast().number().value();
        }
        return found.subList(0, Math.min(limit, found.size()));
    }

    private List<Customer> byTokens(Question question, Scope scope, @Nullable String after, int limit) {
        List<CustomerNumber> found = jdbc.sql("""
                        SELECT number FROM customer c
                        WHERE search_tokens @> :tokens AND (:after::text IS NULL OR number > :after) AND %s
                        ORDER BY number LIMIT :limit
                        """.formatted(scope.condition()))
                .params(scope.parameters())
                .param("tokens", question.tokens())
                .param("after", after)
                .param("limit", limit)
                .query((row, index) -> new CustomerNumber(row.getString("number")))
                .list();
        return List.copyOf(customers.find(found).values());
    }

    /** Tokens say that all pairs of characters occur; only the clear name says that they stand together. */
    private static boolean holdsName(Customer customer, String text) {
        CustomerDraft draft = customer.draft();
        String folded = new PersonName(text).folded();
        return Stream.concat(Stream.ofNullable(draft.fullName()), draft.particulars().formerNames().stream())
                .anyMatch(name -> name.folded().contains(folded));
    }
}
