package io.kehu.loyalty.earning;

import io.kehu.loyalty.program.LoyaltyProperties;
import io.kehu.starter.database.Transactions;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Publishes the first rule of the first programme, once. */
@Component
@Order(2)
class DefineFirstRule implements ApplicationRunner {

    private final EarningRules rules;
    private final RuleConditions conditions;
    private final LoyaltyProperties properties;
    private final Transactions transactions;

    DefineFirstRule(
            EarningRules rules, RuleConditions conditions, LoyaltyProperties properties, Transactions transactions) {
        this.rules = rules;
        this.conditions = conditions;
        this.properties = properties;
        this.transactions = transactions;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        LoyaltyProperties.FirstProgram program = properties.program();
        LoyaltyProperties.FirstRule first = program.rule();
        conditions.verify(first.condition());
        transactions.run(() -> {
            if (!rules.hasAny(program.code())) {
                int version = rules.draft(
                        EarningRule.plain(
                                program.code(),
                                first.code(),
                                first.name(),
                                first.condition(),
                                first.points(),
                                first.perMinor()),
                        "configuration");
                rules.publish(program.code(), first.code(), version);
            }
        });
    }
}
