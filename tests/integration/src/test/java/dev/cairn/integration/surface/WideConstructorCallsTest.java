package dev.cairn.integration.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Calls of constructors with more than six arguments, in which arguments of the same type are easily confused: a type
 * with more parts consists of types that group them. The remaining wide calls are those of public records, whose
 * constructors users may call, and of a record whose components are the members of a JSON document (SchemaState). They
 * are listed in wide-constructor-calls.txt, which {@code -Dgolden.update=true} rewrites; the list may only become
 * shorter.
 */
class WideConstructorCallsTest {
    private static final Path GOLDEN_FILE =
            Path.of("src", "test", "resources", "dev", "cairn", "integration", "surface", "wide-constructor-calls.txt");

    private static final int MAX_ARGUMENTS = 6;

    @Test
    void noConstructorCallBecomesWide() throws IOException {
        Map<String, List<Integer>> calls = findWideCalls();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(
                    GOLDEN_FILE,
                    calls.entrySet().stream()
                            .map(type -> type.getKey() + ": " + renderNumbers(type.getValue()) + "\n")
                            .collect(Collectors.joining()));
        }
        Map<String, List<Integer>> known = readKnownCalls();
        assertThat(calls)
                .allSatisfy((type, arguments) -> assertThat(known.getOrDefault(type, List.of()))
                        .as("%s: more calls with more than %s arguments", type, MAX_ARGUMENTS)
                        .hasSizeGreaterThanOrEqualTo(arguments.size())
                        .last()
                        .satisfies(widest ->
                                assertThat(widest).isGreaterThanOrEqualTo(arguments.get(arguments.size() - 1))));
    }

    private static Map<String, List<Integer>> readKnownCalls() throws IOException {
        return Files.readString(GOLDEN_FILE)
                .lines()
                .map(line -> line.split(": ", 2))
                .collect(Collectors.toMap(
                        line -> line[0],
                        line -> Stream.of(line[1].split(" "))
                                .map(Integer::valueOf)
                                .toList()));
    }

    private static String renderNumbers(List<Integer> arguments) {
        return arguments.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    /** Returns the numbers of arguments of the wide calls in main code, by module and type. */
    private static Map<String, List<Integer>> findWideCalls() throws IOException {
        WideCallCollector scanner = new WideCallCollector();
        for (Path module : Checkout.productModules()) {
            scanner.module = module.getFileName().toString();
            for (CompilationUnitTree unit : Checkout.parseMainSources(module)) {
                unit.accept(scanner, null);
            }
        }
        return scanner.calls;
    }

    private static final class WideCallCollector extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final Map<String, List<Integer>> calls = new TreeMap<>();
        private final Deque<String> types = new ArrayDeque<>();
        private String module = "";

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void none) {
            types.push(type.getSimpleName().toString());
            super.visitClass(type, null);
            types.pop();
            return null;
        }

        @Override
        public @Nullable Void visitNewClass(NewClassTree call, @Nullable Void none) {
            Tree type = call.getIdentifier() instanceof ParameterizedTypeTree generic
                    ? generic.getType()
                    : call.getIdentifier();
            add(type.toString().replaceFirst(".*\\.", ""), call.getArguments().size());
            return super.visitNewClass(call, null);
        }

        @Override
        public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void none) {
            if (call.getMethodSelect() instanceof IdentifierTree name
                    && name.getName().toString().matches("this|super")) {
                add(types.element(), call.getArguments().size());
            }
            return super.visitMethodInvocation(call, null);
        }

        private void add(String type, int arguments) {
            if (arguments > MAX_ARGUMENTS) {
                calls.merge(
                        module + " " + type,
                        List.of(arguments),
                        (all, more) -> Stream.concat(all.stream(), more.stream())
                                .sorted()
                                .toList());
            }
        }
    }
}
