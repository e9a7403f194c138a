package dev.cairn.integration.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * An example in the comment of a class calls methods that exist: each name between a point and a parenthesis is that of a method that the
 * product declares or calls. What stands in quotes, and after {@code //}, is not read.
 */
class ExamplesInCommentsTest {
    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code(.*?)}</pre>", Pattern.DOTALL);
    private static final Pattern TEXT = Pattern.compile("\"\"\".*?\"\"\"|\"[^\"\n]*\"|//[^\n]*", Pattern.DOTALL);
    private static final Pattern CALL = Pattern.compile("\\.\\s*([a-z]\\w*)\\(");

    /** Methods of AssertJ and of Testcontainers, which the product does not call. */
    private static final Set<String> OF_LIBRARIES = Set.of("hasSize", "createConnection");

    @Test
    void examplesCallMethodsThatExist() throws IOException {
        Set<String> methods = new HashSet<>(OF_LIBRARIES);
        Map<String, Set<String>> called = new TreeMap<>();
        for (Path module : Checkout.productModules()) {
            for (CompilationUnitTree unit : Checkout.parse(module)) {
                new Methods(methods).scan(unit, null);
                Set<String> names = calls(unit.getSourceFile().getCharContent(true));
                if (!names.isEmpty()) {
                    called.put(
                            Path.of(unit.getSourceFile().toUri()).getFileName().toString(), names);
                }
            }
        }
        called.values().forEach(names -> names.removeAll(methods));
        called.values().removeIf(Set::isEmpty);
        assertThat(called)
                .as("methods that examples call and that do not exist")
                .isEmpty();
    }

    private static Set<String> calls(CharSequence source) {
        Set<String> names = new TreeSet<>();
        Matcher examples = EXAMPLE.matcher(source);
        while (examples.find()) {
            Matcher call = CALL.matcher(TEXT.matcher(examples.group(1)).replaceAll(""));
            while (call.find()) {
                names.add(call.group(1));
            }
        }
        return names;
    }

    /** Collects the names of methods. */
    private static final class Methods extends TreeScanner<Void, Void> {
        private final Set<String> names;

        Methods(Set<String> names) {
            this.names = names;
        }

        @Override
        public Void visitMethod(MethodTree method, Void none) {
            names.add(method.getName().toString());
            return super.visitMethod(method, null);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
            if (call.getMethodSelect() instanceof MemberSelectTree member) {
                names.add(member.getIdentifier().toString());
            } else if (call.getMethodSelect() instanceof IdentifierTree name) {
                names.add(name.getName().toString());
            }
            return super.visitMethodInvocation(call, null);
        }
    }
}
