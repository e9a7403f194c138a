package dev.cairn.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.cairn.sql.token.RefusalRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each rule of the engine has a case: a statement that the engine refuses because of it. */
class RefusalCasesTest {
    @Test
    void everyCaseIsRefusedByItsRule() throws IOException {
        List<String> tableStatements = RefusalCase.splitStatements(RuleEnums.readResource("given"));
        List<String> failures = new ArrayList<>();
        for (JavaClass ruleEnum : RuleEnums.ALL) {
            for (RefusalCase refusalCase : RuleEnums.readCases(ruleEnum)) {
                String ruleName = ruleEnum.getSimpleName() + "." + refusalCase.rule();
                Optional<RefusalRule> rule = RuleEnums.findRule(ruleEnum, refusalCase.rule());
                Optional<Refusal> refusal = refusalCase.findRefusal(tableStatements);
                if (rule.isEmpty()
                        || refusal.isEmpty()
                        || !refusal.get().hasRule(rule.get())
                        || !refusal.get().getMessage().contains(refusalCase.messagePart())) {
                    failures.add(ruleName + ": " + refusalCase.statement() + "\n  is "
                            + refusal.map(RefusalCasesTest::describeRefusal).orElse("accepted"));
                }
            }
        }
        assertThat(String.join("\n", failures)).isEmpty();
    }

    private static String describeRefusal(Refusal refusal) {
        return "refused by " + refusal.rule().map(Object::toString).orElse("no rule") + ": " + refusal.detail();
    }

    @Test
    void everyRuleHasACase() throws IOException {
        List<String> rulesWithoutCase = new ArrayList<>();
        for (JavaClass ruleEnum : RuleEnums.ALL) {
            List<String> rulesWithCase = RuleEnums.readCases(ruleEnum).stream()
                    .map(RefusalCase::rule)
                    .toList();
            RuleEnums.listRules(ruleEnum)
                    .map(rule -> ((Enum<?>) rule).name())
                    .filter(rule -> !rulesWithCase.contains(rule))
                    .forEach(rule -> rulesWithoutCase.add(ruleEnum.getSimpleName() + "." + rule));
        }
        assertThat(rulesWithoutCase).isEmpty();
    }
}
