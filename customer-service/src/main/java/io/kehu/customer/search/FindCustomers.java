package io.kehu.customer.search;

import io.kehu.customer.CustomerProperties;
import io.kehu.customer.customer.Customer;
import io.kehu.customer.customer.CustomerNumber;
import io.kehu.customer.customer.CustomerTokens;
import io.kehu.customer.customer.Customers;
import io.kehu.customer.customer.PersonName;
import io.kehu.customer.identity.Numbers;
import io.kehu.starter.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Answers questions over keyed tokens; nothing is decrypted but the page that is shown. */
@Component
class FindCustomers {

    private final JdbcClient jdbc;
    private final Customers customers;
    private final CustomerTokens tokens;
    private final Numbers numbers;
    private final String region;

    FindCustomers(
            JdbcClient jdbc,
            Customers customers,
            CustomerTokens tokens,
            Numbers numbers,
            CustomerProperties properties) {
        this.jdbc = jdbc;
        this.customers = customers;
        this.tokens = tokens;
        this.numbers = numbers;
        this.region = properties.defaultRegion();
    }

    Question understand(String typed) {
        return Question.of(typed, region, tokens);
    }

    /** One row more than the limit when there is more; in the order of numbers. */
    List<Customer> find(Question question, @Nullable String after, int limit) {
        return switch (question.kind()) {
            case NOTHING -> List.of();
            case NUMBER -> after == null ? byNumber(question.text()).stream().toList() : List.of();
            case NAME -> byName(question, after, limit);
            case EMAIL, PHONE, PHONE_TAIL, SOUND -> byTokens(question, after, limit);
        };
    }

    /** Customers whose number one typing mistake would make into the one asked for. The person decides; nobody is found instead. */
    List<CustomerNumber> mayBe(Question question) {
        return question.kind() == Question.Kind.NUMBER
                ? customers
                        .existing(recognised(question.text()).mayBe().stream()
                                .map(CustomerNumber::value)
                                .toList())
                        .stream()
                        .map(CustomerNumber::new)
                        .toList()
                : List.of();
    }

    private Optional<Customer> byNumber(String canonical) {
        Optional<Customer> direct = customers.find(new CustomerNumber(canonical));
        return direct.isPresent()
                ? direct
                : Optional.ofNullable(recognised(canonical).number()).flatMap(customers::find);
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
    private List<Customer> byName(Question question, @Nullable String after, int limit) {
        List<Customer> found = new ArrayList<>();
        String from = after;
        while (found.size() < limit) {
            List<Customer> candidates = byTokens(question, from, limit);
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

    private List<Customer> byTokens(Question question, @Nullable String after, int limit) {
        List<CustomerNumber> found = jdbc.sql("""
                        SELECT number FROM customer
                        WHERE search_tokens @> :tokens AND (:after::text IS NULL OR number > :after)
                        ORDER BY number LIMIT :limit
                        """)
                .param("tokens", question.tokens())
                .param("after", after)
                .param("limit", limit)
                .query((row, index) -> new CustomerNumber(row.getString("number")))
                .list();
        return List.copyOf(customers.find(found).values());
    }

    /** Tokens say that all pairs of characters occur; only the clear name says that they stand together. */
    private static boolean holdsName(Customer customer, String text) {
        PersonName name = customer.draft().fullName();
        return name != null && name.folded().contains(new PersonName(text).folded());
    }
}
