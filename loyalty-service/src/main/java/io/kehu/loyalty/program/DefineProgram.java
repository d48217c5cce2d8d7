package io.kehu.loyalty.program;

import io.kehu.starter.database.Transactions;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Makes the first programme. */
@Component
@Order(1)
class DefineProgram implements ApplicationRunner {

    private final Programs programs;
    private final LoyaltyProperties properties;
    private final Transactions transactions;

    DefineProgram(Programs programs, LoyaltyProperties properties, Transactions transactions) {
        this.programs = programs;
        this.properties = properties;
        this.transactions = transactions;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        LoyaltyProperties.FirstProgram first = properties.program();
        transactions.run(() -> programs.define(new Program(
                first.code(),
                first.name(),
                first.zone(),
                first.validMonths(),
                first.restoreGraceDays(),
                first.pendingDays(),
                new Program.Worth(first.pointValueMinor(), first.redemptionRate()),
                new Program.Notice(first.notice().days(), first.notice().graceDays()))));
    }
}
