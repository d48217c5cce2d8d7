package io.kehu.customer.catalogue;

import dev.cel.common.ast.CelExpr;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which fields a condition reads, so that it is checked again when one of them changes. */
final class ReadFields {

    private static final String CUSTOM = "custom";

    private final Set<String> codes = new LinkedHashSet<>();

    private ReadFields() {}

    /** @throws Conditions.BrokenConditionException when {@code custom} stands there other than in {@code custom.<code>} */
    static Set<String> of(CelExpr expression) {
        ReadFields reading = new ReadFields();
        reading.visit(expression);
        return Set.copyOf(reading.codes);
    }

    private void visit(CelExpr expression) {
        switch (expression.exprKind().getKind()) {
            case SELECT -> {
                CelExpr operand = expression.select().operand();
                if (isCustom(operand)) {
                    codes.add(expression.select().field());
                } else {
                    visit(operand);
                }
            }
            case IDENT -> {
                if (isCustom(expression)) {
                    throw new Conditions.BrokenConditionException();
                }
            }
            case CALL -> {
                expression.call().target().ifPresent(this::visit);
                expression.call().args().forEach(this::visit);
            }
            case LIST -> expression.list().elements().forEach(this::visit);
            case MAP ->
                expression.map().entries().forEach(entry -> {
                    visit(entry.key());
                    visit(entry.value());
                });
            case STRUCT -> expression.struct().entries().forEach(entry -> visit(entry.value()));
            case COMPREHENSION -> {
                visit(expression.comprehension().iterRange());
                visit(expression.comprehension().accuInit());
                visit(expression.comprehension().loopCondition());
                visit(expression.comprehension().loopStep());
                visit(expression.comprehension().result());
            }
            default -> {
                // Constants read nothing.
            }
        }
    }

    private static boolean isCustom(CelExpr expression) {
        return expression.exprKind().getKind() == CelExpr.ExprKind.Kind.IDENT
                && expression.ident().name().equals(CUSTOM);
    }
}
