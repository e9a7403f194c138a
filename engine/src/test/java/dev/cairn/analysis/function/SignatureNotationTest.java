package dev.cairn.analysis.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.analysis.function.FunctionFamily.SignatureNotation;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.sql.ast.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignatureNotationTest {
    @Test
    void namesThatShareSignaturesStandInOneLine() {
        Map<String, List<Signature>> functions = read("lower, upper! (varchar) varchar");
        assertThat(functions).containsOnlyKeys("lower", "upper");
        assertThat(functions.get("lower").get(0).nullable()).isTrue();
        assertThat(functions.get("upper").get(0).nullable()).isFalse();
    }

    @Test
    void aVariableStandsForEachTypeOfItsListInOrder() {
        List<Signature> signatures =
                read("f ([T], T) T for int INTEGERS\n    date").get("f");
        assertThat(signatures)
                .extracting(Signature::result)
                .containsExactly(
                        of(TypeConstants.INT),
                        of(TypeConstants.TINYINT),
                        of(TypeConstants.SMALLINT),
                        of(TypeConstants.INT),
                        of(TypeConstants.BIGINT),
                        of(TypeConstants.LARGEINT),
                        of(TypeConstants.DATE));
        assertThat(signatures.get(0).parameters())
                .containsExactly(of(new Type.Array(TypeConstants.INT)), of(TypeConstants.INT));
    }

    @Test
    void theLastTypeVariableVariesSlowest() {
        assertThat(read("f (U, T) U for U int date for T json hll").get("f"))
                .extracting(Signature::parameters)
                .containsExactly(
                        List.of(of(TypeConstants.INT), of(TypeConstants.JSON)),
                        List.of(of(TypeConstants.DATE), of(TypeConstants.JSON)),
                        List.of(of(TypeConstants.INT), of(TypeConstants.HLL)),
                        List.of(of(TypeConstants.DATE), of(TypeConstants.HLL)));
    }

    @Test
    void statesRepetitionsAndNestedTypesAreRead() {
        Signature signature = read("f (any, varchar...) {varchar: [<a int, b date>]} via bigint")
                .get("f")
                .get(0);
        Type struct = new Type.Struct(
                List.of(new Type.Field("a", TypeConstants.INT), new Type.Field("b", TypeConstants.DATE)));
        assertThat(signature.variadic()).isTrue();
        assertThat(signature.parameters()).containsExactly(SignatureType.Open.ANY, of(TypeConstants.VARCHAR));
        assertThat(signature.result()).isEqualTo(of(new Type.Map(TypeConstants.VARCHAR, new Type.Array(struct))));
        assertThat(signature.state()).isEqualTo(of(TypeConstants.BIGINT));
    }

    @Test
    void anUnknownTypeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> read("f (integr) int"));
    }

    private static Map<String, List<Signature>> read(String text) {
        Map<String, List<Signature>> functions = new HashMap<>();
        SignatureNotation.read(text, (name, nullable, definition) -> {
            FunctionEntry entry = new FunctionEntry(name, FunctionEntry.Kind.SCALAR);
            SignatureNotation.define(entry, nullable, definition);
            functions.put(name, entry.overloads().signatures());
        });
        return functions;
    }

    private static SignatureType of(Type type) {
        return new SignatureType.Of(type);
    }
}
