package io.kehu.loyalty.member;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What members are shown of their points, at the moment a clock shows. */
public final class Passbook {

    private final Statements statements;
    private final String program;

    public Passbook(ApplicationContext context, Clock clock, String program) {
        this.statements = new Statements(context.getBean(JdbcClient.class), clock);
        this.program = program;
    }

    /** As a member sees it. @param number the member's */
    public record Page(
            String number,
            long balance,
            long held,
            long available,
            long pending,
            @Nullable Instant nextActivation,
            long owed,
            @Nullable Instant nextExpiry) {}

    /** Of whom the number stands for; empty where that is no member yet. */
    public Optional<Page> of(String number) {
        return statements
                .find(program, number)
                .map(account -> new Page(
                        account.number(),
                        account.posted(),
                        account.held(),
                        account.available(),
                        account.pending(),
                        account.nextActivation(),
                        account.owed(),
                        statements
                                .nextExpiry(account.account())
                                .map(Statements.Lot::expiresAt)
                                .orElse(null)));
    }
}
