package dev.cairn.analysis.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignatureNotationTest {
    @Test
    void namesThatShareSignaturesStandInOneLine() {
        Map<String, List<Signature>> signaturesByFunction = readSignatures("lower, upper! (varchar) varchar");
        assertThat(signaturesByFunction).containsOnlyKeys("lower", "upper");
        assertThat(signaturesByFunction.get("lower").get(0).isResultNullable()).isTrue();
        assertThat(signaturesByFunction.get("upper").get(0).isResultNullable()).isFalse();
    }

    @Test
    void aVariableStandsForEachTypeOfItsListInOrder() {
        List<Signature> signatures =
                readSignatures("f ([T], T) T for int INTEGERS\n    date").get("f");
        assertThat(signatures)
                .extracting(Signature::resultType)
                .containsExactly(
                        fixedType(TypeConstants.INT),
                        fixedType(TypeConstants.TINYINT),
                        fixedType(TypeConstants.SMALLINT),
                        fixedType(TypeConstants.INT),
                        fixedType(TypeConstants.BIGINT),
                        fixedType(TypeConstants.LARGEINT),
                        fixedType(TypeConstants.DATE));
        assertThat(signatures.get(0).parameters())
                .containsExactly(fixedType(new Type.Array(TypeConstants.INT)), fixedType(TypeConstants.INT));
    }

    @Test
    void theLastTypeVariableVariesSlowest() {
        assertThat(readSignatures("f (U, T) U for U int date for T json hll").get("f"))
                .extracting(Signature::parameters)
                .containsExactly(
                        List.of(fixedType(TypeConstants.INT), fixedType(TypeConstants.JSON)),
                        List.of(fixedType(TypeConstants.DATE), fixedType(TypeConstants.JSON)),
                        List.of(fixedType(TypeConstants.INT), fixedType(TypeConstants.HLL)),
                        List.of(fixedType(TypeConstants.DATE), fixedType(TypeConstants.HLL)));
    }

    @Test
    void statesRepetitionsAndNestedTypesAreRead() {
        Signature signature = readSignatures("f (any, varchar...) {varchar: [<a int, b date>]} via bigint")
                .get("f")
                .get(0);
        Type struct = new Type.Struct(
                List.of(new Type.Field("a", TypeConstants.INT), new Type.Field("b", TypeConstants.DATE)));
        assertThat(signature.isVariadic()).isTrue();
        assertThat(signature.parameters())
                .containsExactly(SignatureType.PolymorphicType.ANY, fixedType(TypeConstants.VARCHAR));
        assertThat(signature.resultType())
                .isEqualTo(fixedType(new Type.Map(TypeConstants.VARCHAR, new Type.Array(struct))));
        assertThat(signature.stateType()).isEqualTo(fixedType(TypeConstants.BIGINT));
    }

    @Test
    void versionsHaveFurtherSignaturesFunctionsAndProperties() {
        String notation = "f (date) int | (int) int since 4.0; is STRICT since 4.1; windowed since 4.0";
        assertThat(createEntry(notation, Version.V3_5).overloads().signatures()).hasSize(1);
        assertThat(createEntry(notation, Version.V3_5).kind()).isEqualTo(FunctionEntry.Kind.AGGREGATE);
        assertThat(createEntry(notation, Version.V4_0).overloads().signatures()).hasSize(2);
        assertThat(createEntry(notation, Version.V4_0).kind()).isEqualTo(FunctionEntry.Kind.WINDOWED_AGGREGATE);
        assertThat(createEntry(notation, Version.V4_0).hasTrait(FunctionTrait.STRICT))
                .isFalse();
        assertThat(createEntry(notation, Version.V4_1).hasTrait(FunctionTrait.STRICT))
                .isTrue();
        assertThat(SignatureNotation.isFunctionAvailableIn(Version.V3_5, notation))
                .isTrue();
        assertThat(SignatureNotation.isFunctionAvailableIn(Version.V3_5, "f (date) int; since 4.0"))
                .isFalse();
        assertThat(SignatureNotation.isFunctionAvailableIn(Version.V4_0, "f (date) int; since 4.0; is STRICT"))
                .isTrue();
    }

    @Test
    void anUnknownVersionIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> readSignatures("f (int) int since 9.9"));
    }

    @Test
    void anUnknownTypeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> readSignatures("f (integr) int"));
    }

    private static Map<String, List<Signature>> readSignatures(String notation) {
        Map<String, List<Signature>> signaturesByFunction = new HashMap<>();
        SignatureNotation.readFunctions(notation, (name, isNullable, definition) -> {
            FunctionEntry.Builder entry = new FunctionEntry.Builder(name, FunctionEntry.Kind.SCALAR, Version.V4_1);
            SignatureNotation.define(entry, isNullable, definition);
            signaturesByFunction.put(name, entry.build().overloads().signatures());
        });
        return signaturesByFunction;
    }

    private static FunctionEntry createEntry(String notation, Version version) {
        FunctionEntry.Builder entry = new FunctionEntry.Builder("f", FunctionEntry.Kind.WINDOWED_AGGREGATE, version);
        SignatureNotation.readFunctions(
                notation, (name, isNullable, definition) -> SignatureNotation.define(entry, isNullable, definition));
        return entry.build();
    }

    private static SignatureType fixedType(Type type) {
        return new SignatureType.FixedType(type);
    }
}
