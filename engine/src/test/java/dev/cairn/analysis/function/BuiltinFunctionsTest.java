package dev.cairn.analysis.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.analysis.TypedColumns;
import dev.cairn.analysis.expression.ExpressionRule;
import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltinFunctionsTest {
    @Test
    void eachDefinitionIsValid() {
        for (String name : BuiltinFunctions.names()) {
            FunctionEntry entry = BuiltinFunctions.entry(name);
            assertThat(entry.name()).isEqualTo(name);
            assertThat(entry.overloads().signatures())
                    .allSatisfy(signature -> assertThat(signature.function()).isSameAs(entry));
        }
        assertThat(BuiltinFunctions.names()).hasSizeGreaterThan(450);
    }

    @Test
    void anEntryIsBuiltOnce() {
        assertThat(BuiltinFunctions.entry("lower")).isSameAs(BuiltinFunctions.entry("lower"));
    }

    @Test
    void anUnknownFunctionHasNoSignatures() {
        assertThat(BuiltinFunctions.contains("no_such_function")).isFalse();
        assertThat(BuiltinFunctions.entry("no_such_function").overloads().isEmpty())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"user()", "catalog()", "password('a')", "typeof(1)"})
    void functionsOfTheSessionAreNotWindowFunctions(String call) {
        ExpressionTyping typing = new ExpressionTyping(ServerProfile.DEFAULT, new TypedColumns());
        assertThatThrownBy(() -> typing.determineType(Sql.parseExpression(call + " OVER (ORDER BY i4)")))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.hasRule(ExpressionRule.NO_WINDOW_FUNCTION))
                                .isTrue());
    }
}
