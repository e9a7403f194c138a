package dev.cairn.embedded.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.Combinator;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.Signature;
import dev.cairn.analysis.function.SignatureType;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.function.JavaFunction;
import dev.cairn.embedded.translate.template.FunctionLibrary;
import dev.cairn.embedded.translate.template.TemplateParameter;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A function is translated in one place: by the lines of {@code templates.txt} or in Java. Everything that these places
 * define is used.
 */
class TemplatesTest {
    private static final List<Type> TYPES = Stream.concat(
                    Stream.of(
                                    "BOOLEAN",
                                    "TINYINT",
                                    "BIGINT",
                                    "LARGEINT",
                                    "DOUBLE",
                                    "DECIMAL(10, 2)",
                                    "DECIMAL(76, 2)",
                                    "VARCHAR",
                                    "VARBINARY",
                                    "DATE",
                                    "DATETIME",
                                    "JSON",
                                    "BITMAP",
                                    "HLL",
                                    "PERCENTILE",
                                    "ARRAY<BOOLEAN>",
                                    "ARRAY<TINYINT>",
                                    "ARRAY<SMALLINT>",
                                    "ARRAY<INT>",
                                    "ARRAY<BIGINT>",
                                    "ARRAY<LARGEINT>",
                                    "ARRAY<DECIMAL(10, 2)>",
                                    "MAP<INT, INT>",
                                    "STRUCT<a INT>")
                            .map(Sql::parseType),
                    Stream.of(new Type.Scalar(Type.Scalar.Kind.TIME)))
            .toList();

    private static final Path SOURCE_FOLDER = Path.of("src/main/java/dev/cairn/embedded");
    private static final Path MACROS_FILE = Path.of("src/main/resources/dev/cairn/embedded/translate/value/macros.sql");

    /** The name of a macro or of a function in Java. */
    private static final Pattern OWN_FUNCTION = Pattern.compile("\\bsr_[a-z]\\w*");

    private static final Pattern MACRO_DEFINITION = Pattern.compile("CREATE MACRO (sr_\\w+)");

    /** An expression that only passes the arguments to a function. */
    private static final Pattern PASSING_CALL = Pattern.compile("(sr_\\w+)\\(\\$1(, \\$\\d)*\\)");

    /**
     * What follows the name of a function in the name of its templates: the word of a variant, or the suffix of the
     * templates for the rows of a state.
     */
    private static final Pattern VARIANT_SUFFIX = Pattern.compile(" .*|_of_rows$");

    @Test
    void noTemplateIsHiddenByAnEarlierOne() {
        List<String> hiddenTemplates = new ArrayList<>();
        Template.templatesByFunction().forEach((function, templates) -> {
            for (int i = 0; i < templates.size(); i++) {
                for (Template earlier : templates.subList(0, i)) {
                    if (covers(earlier, templates.get(i))) {
                        hiddenTemplates.add(function + " " + templates.get(i) + " after " + earlier);
                    }
                }
            }
        });
        assertThat(hiddenTemplates).isEmpty();
    }

    /** Returns whether the first template accepts all calls that the second one accepts. */
    private static boolean covers(Template first, Template second) {
        int minArguments = second.parameters().size() - (second.isVariadic() ? 1 : 0);
        int maxArguments = second.isVariadic() ? Integer.MAX_VALUE : minArguments;
        boolean isCovered = first.isVariadic()
                ? minArguments >= first.parameters().size() - 1
                : minArguments == first.parameters().size() && maxArguments == minArguments;
        for (int i = 0;
                isCovered
                        && i
                                < Math.max(
                                        first.parameters().size(),
                                        second.parameters().size());
                i++) {
            TemplateParameter wider = first.parameter(i);
            TemplateParameter narrower = second.parameter(i);
            isCovered = TYPES.stream().filter(narrower::accepts).allMatch(wider::accepts);
        }
        return isCovered;
    }

    @Test
    void eachTemplateBelongsToAFunction() {
        List<String> unknownFunctions = new ArrayList<>();
        for (String template : Template.templatesByFunction().keySet()) {
            String function = VARIANT_SUFFIX.matcher(template).replaceFirst("");
            if (!BuiltinFunctions.contains(function) && Combinator.find(function) == null) {
                unknownFunctions.add(template);
            }
        }
        assertThat(unknownFunctions).isEmpty();
    }

    @Test
    void noTemplateOnlyCallsAFunctionInJava() {
        Map<String, List<String>> parametersByFunction = FunctionLibrary.functions().stream()
                .collect(Collectors.toMap(JavaFunction::duckDbName, TemplatesTest::parameters));
        Set<String> passingTemplates = new TreeSet<>();
        Template.templatesByFunction().forEach((function, templates) -> {
            for (Template template : templates) {
                Matcher call = PASSING_CALL.matcher(template.sql());
                List<String> parameters = template.parameters().stream()
                        .map(parameter -> parameter.kind().equals("int") ? "bigint" : parameter.kind())
                        .toList();
                if (call.matches() && parameters.equals(parametersByFunction.get(call.group(1)))) {
                    passingTemplates.add(function + " " + template);
                }
            }
        });
        assertThat(passingTemplates)
                .as("JavaFunction.function declares the names and parameters of a function in Java")
                .isEmpty();
    }

    private static List<String> parameters(JavaFunction function) {
        return function.parameterKinds().stream()
                .map(JavaFunction.ValueKind::starRocksTypeName)
                .toList();
    }

    /**
     * Without such a signature, queries would never call the function, or only with arguments that are converted to
     * other types.
     */
    @Test
    void eachFunctionInJavaHasTheParametersOfASignature() {
        List<String> functionsWithoutSignature = new ArrayList<>();
        for (JavaFunction function : FunctionLibrary.functions()) {
            for (String name : function.isHelper() ? List.<String>of() : function.names()) {
                FunctionEntry entry =
                        BuiltinFunctions.entry(VARIANT_SUFFIX.matcher(name).replaceFirst(""));
                if (entry.overloads().signatures().stream().noneMatch(signature -> fits(function, signature))) {
                    functionsWithoutSignature.add(name + parameters(function));
                }
            }
        }
        assertThat(functionsWithoutSignature).isEmpty();
    }

    private static boolean fits(JavaFunction function, Signature signature) {
        boolean isFitting =
                signature.parameters().size() == function.parameterKinds().size() && !signature.isVariadic();
        for (int i = 0; isFitting && i < function.parameterKinds().size(); i++) {
            isFitting = signature.parameter(i) instanceof SignatureType.FixedType parameter
                    && kind(PrimitiveType.of(parameter.type()))
                            == function.parameterKinds().get(i);
        }
        return isFitting;
    }

    private static JavaFunction.@Nullable ValueKind kind(PrimitiveType type) {
        return switch (type) {
            case CHAR, VARCHAR -> JavaFunction.ValueKind.TEXT;
            case JSON -> JavaFunction.ValueKind.JSON;
            case VARIANT -> JavaFunction.ValueKind.VARIANT;
            case TINYINT, SMALLINT, INT, BIGINT -> JavaFunction.ValueKind.LONG;
            case DOUBLE -> JavaFunction.ValueKind.DOUBLE;
            case FLOAT -> JavaFunction.ValueKind.FLOAT;
            case DATETIME -> JavaFunction.ValueKind.TIME;
            case BOOLEAN -> JavaFunction.ValueKind.BOOLEAN;
            default -> null;
        };
    }

    @Test
    void macrosAndFunctionsInJavaAreThoseThatAreCalled() throws IOException {
        String script = Files.readString(MACROS_FILE);
        Matcher macros = MACRO_DEFINITION.matcher(script);
        List<String> definedNames =
                macros.results().map(macro -> macro.group(1)).collect(Collectors.toList());
        Set<String> calledNames = ownFunctions(MACRO_DEFINITION.matcher(script).replaceAll(""));
        for (JavaFunction function : FunctionLibrary.functions()) {
            definedNames.add(function.duckDbName());
        }
        Template.templatesByFunction().values().stream()
                .flatMap(List::stream)
                .forEach(template -> calledNames.addAll(ownFunctions(template.sql())));
        try (Stream<Path> files = Files.walk(SOURCE_FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                calledNames.addAll(ownFunctions(Files.readString(file)));
            }
        }
        definedNames.add("sr_refuse"); // by FunctionEvaluationException
        assertThat(definedNames).doesNotHaveDuplicates();
        assertThat(calledNames)
                .as("calls of a function that DuckDB does not have")
                .isSubsetOf(definedNames);
        assertThat(definedNames).as("macros and functions that nothing calls").isSubsetOf(calledNames);
    }

    private static Set<String> ownFunctions(String text) {
        return OWN_FUNCTION
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
