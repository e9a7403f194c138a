package dev.cairn.analysis.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.analysis.function.Signature.Kind;
import dev.cairn.analysis.type.Types;
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
                        of(Types.INT),
                        of(Types.TINYINT),
                        of(Types.SMALLINT),
                        of(Types.INT),
                        of(Types.BIGINT),
                        of(Types.LARGEINT),
                        of(Types.DATE));
        assertThat(signatures.get(0).parameters()).containsExactly(of(new Type.Array(Types.INT)), of(Types.INT));
    }

    @Test
    void theVariableThatIsSaidLastVariesSlowest() {
        assertThat(read("f (U, T) U for U int date for T json hll").get("f"))
                .extracting(Signature::parameters)
                .containsExactly(
                        List.of(of(Types.INT), of(Types.JSON)),
                        List.of(of(Types.DATE), of(Types.JSON)),
                        List.of(of(Types.INT), of(Types.HLL)),
                        List.of(of(Types.DATE), of(Types.HLL)));
    }

    @Test
    void statesRepetitionsAndNestedTypesAreRead() {
        Signature signature = read("f (any, varchar...) {varchar: [<a int, b date>]} via bigint")
                .get("f")
                .get(0);
        Type struct = new Type.Struct(List.of(new Type.Field("a", Types.INT), new Type.Field("b", Types.DATE)));
        assertThat(signature.variadic()).isTrue();
        assertThat(signature.parameters()).containsExactly(Parameter.Open.ANY, of(Types.VARCHAR));
        assertThat(signature.result()).isEqualTo(of(new Type.Map(Types.VARCHAR, new Type.Array(struct))));
        assertThat(signature.state()).isEqualTo(of(Types.BIGINT));
    }

    @Test
    void aTypeThatIsNoneIsFound() {
        assertThatIllegalArgumentException().isThrownBy(() -> read("f (integr) int"));
    }

    private static Map<String, List<Signature>> read(String text) {
        Map<String, List<Signature>> functions = new HashMap<>();
        SignatureNotation.read(text, Kind.SCALAR, functions);
        return functions;
    }

    private static Parameter of(Type type) {
        return new Parameter.Of(type);
    }
}
