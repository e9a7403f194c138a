package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.Signature;
import dev.cairn.analysis.function.SignatureType;
import dev.cairn.catalog.TypeText;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.sql.ast.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The documentation names each built-in function that the embedded server can't run with any of its signatures. */
@ExtendWith(EmbeddedStarRocksExtension.class)
class UnsupportedFunctionsTest {
    private static final Path PAGE = Path.of("../docs/testing.md");
    private static final Pattern LIST =
            Pattern.compile("(?s)These built-in functions can't be calculated.*?:(.*?)\\. Nor can");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    @Test
    void thePageNamesTheFunctionsThatCanNotBeRun(EmbeddedStarRocks server) throws SQLException, IOException {
        TreeSet<String> unsupported = new TreeSet<>();
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), "root", "");
                Statement statement = connection.createStatement()) {
            for (String name : BuiltinFunctions.names()) {
                FunctionEntry function = BuiltinFunctions.named(name);
                if (function.kind() != FunctionEntry.Kind.TABLE && isUnsupported(function, statement)) {
                    unsupported.add(name);
                }
            }
        }
        Matcher list = LIST.matcher(Files.readString(PAGE));
        assertThat(list.find()).isTrue();
        assertThat(NAME.matcher(list.group(1)).results().map(name -> name.group(1)))
                .containsExactlyElementsOf(unsupported);
    }

    private static boolean isUnsupported(FunctionEntry function, Statement statement) {
        boolean unsupported = false;
        for (Signature signature : function.overloads().signatures()) {
            String ofNull = refusal(call(signature, false), statement);
            if (ofNull.isEmpty() || refusal(call(signature, true), statement).isEmpty()) {
                return false;
            }
            unsupported |= ofNull.contains("does not support the function");
        }
        return unsupported;
    }

    /** @param literals whether texts are literals, such as those of units, instead of NULL */
    private static String call(Signature signature, boolean literals) {
        String arguments = signature.parameters().stream()
                .map(parameter -> argument(parameter, literals))
                .collect(Collectors.joining(", ", "(", ")"));
        boolean window = signature.kind() == FunctionEntry.Kind.WINDOW;
        return signature.function().name() + arguments + (window ? " OVER (ORDER BY n)" : "");
    }

    private static String argument(SignatureType parameter, boolean literals) {
        if (parameter instanceof SignatureType.Of of) {
            return literals && of.type() instanceof Type.Text
                    ? "'day'"
                    : "CAST(NULL AS " + TypeText.listed(of.type()) + ")";
        }
        return switch ((SignatureType.Open) parameter) {
            case ANY -> "1";
            case ARRAY -> "[1]";
            case MAP -> "map{1: 2}";
            case STRUCT -> "row(1)";
        };
    }

    private static String refusal(String call, Statement statement) {
        try {
            statement.execute("SELECT " + call + " FROM (VALUES (1)) AS t (n)");
            return "";
        } catch (SQLException refused) {
            return String.valueOf(refused.getMessage());
        }
    }
}
