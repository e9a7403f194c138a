package dev.cairn.integration.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The types and members that applications can use. They are listed in public-surface.txt, which
 * {@code -Dgolden.update=true} writes anew.
 */
class PublicSurfaceTest {
    private static final Path GOLDEN =
            Path.of("src", "test", "resources", "dev", "cairn", "integration", "surface", "public-surface.txt");

    private static final Pattern OF_CAIRN = Pattern.compile("(dev\\.cairn(?:\\.[a-z]\\w*)*)\\.[A-Z]\\w*");

    @Test
    void thePublicSurfaceChangesOnlyOnPurpose() throws Exception {
        String surface = String.join("\n", surface()) + "\n";
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, surface);
        }
        assertThat(surface).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void everyTypeOfASignatureIsExported() throws Exception {
        Set<String> exported = new TreeSet<>();
        for (CairnModule module : CairnModule.all()) {
            exported.addAll(module.exported());
        }
        List<String> hidden = new ArrayList<>();
        for (String line : surface()) {
            Matcher type = OF_CAIRN.matcher(line);
            while (type.find()) {
                if (!exported.contains(type.group(1))) {
                    hidden.add(type.group() + " in " + line.strip());
                }
            }
        }
        assertThat(hidden).isEmpty();
    }

    @Test
    void whatIsExportedIsPromised() throws IOException {
        String promise = Files.readString(Path.of("..", "docs", "compatibility.md"));
        for (CairnModule module : CairnModule.all()) {
            for (String name : module.exported()) {
                assertThat(promise).contains("`" + name + "`");
            }
        }
    }

    private static List<String> surface() throws Exception {
        List<String> lines = new ArrayList<>();
        for (CairnModule module : CairnModule.all()) {
            for (String name : module.exported()) {
                lines.add("package " + name);
                for (String type : module.types(name)) {
                    add(Class.forName(type, false, PublicSurfaceTest.class.getClassLoader()), lines);
                }
            }
        }
        return lines;
    }

    private static void add(Class<?> type, List<String> lines) {
        if (!isVisible(type.getModifiers())) {
            return;
        }
        String above = Stream.concat(
                        Stream.ofNullable(type.getGenericSuperclass()), Arrays.stream(type.getGenericInterfaces()))
                .map(Type::getTypeName)
                .filter(name -> !name.equals("java.lang.Object") && !name.equals("java.lang.Record"))
                .reduce("", (all, each) -> all + (all.isEmpty() ? " <- " : ", ") + each);
        lines.add("    " + type.toGenericString() + above);
        List<String> members = new ArrayList<>();
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            member(constructor, constructor.toGenericString(), members);
        }
        members(type, members);
        // Classes inherit the public members of superclasses that are not public.
        for (Class<?> inherited = type.getSuperclass();
                inherited != null && !isVisible(inherited.getModifiers());
                inherited = inherited.getSuperclass()) {
            members(inherited, members);
        }
        members.stream().sorted().forEach(lines::add);
        Arrays.stream(type.getDeclaredClasses())
                .sorted((one, other) -> one.getName().compareTo(other.getName()))
                .forEach(nested -> add(nested, lines));
    }

    private static void members(Class<?> type, List<String> members) {
        for (Field field : type.getDeclaredFields()) {
            member(field, field.toGenericString(), members);
        }
        for (Method method : type.getDeclaredMethods()) {
            member(method, method.toGenericString(), members);
        }
    }

    private static void member(Member member, String text, List<String> members) {
        if (isVisible(member.getModifiers()) && !member.isSynthetic()) {
            members.add("        " + text.replace(member.getDeclaringClass().getName() + ".", ""));
        }
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }
}
