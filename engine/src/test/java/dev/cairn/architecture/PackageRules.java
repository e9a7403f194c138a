package dev.cairn.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Checks that a module has the packages of its design, that each package uses only the packages that it may use, and
 * that no two packages use each other. The test of a module extends this class and adds the rules of that module.
 *
 * <p>Packages are patterns as ArchUnit knows them: {@code dev.cairn.sql..} includes the packages below.
 */
@TestInstance(Lifecycle.PER_CLASS) // reading the classes takes seconds
public abstract class PackageRules {
    private static final Pattern LOOKUP_METHODS = Pattern.compile(
            "forName|loadClass|getResource.*|getSystemResource.*|get(Declared)?(Field|Method|Constructor)s?");

    private final JavaClasses module;
    private final Map<String, List<String>> usablePackages;

    /**
     * @param module the classes of the module
     * @param usable the packages that each package of the module may use besides itself
     */
    protected PackageRules(JavaClasses module, Map<String, List<String>> usable) {
        this.module = module;
        this.usablePackages = usable;
    }

    /** Reads the classes of a package and of those below it, without tests. */
    protected static JavaClasses classesOf(String root, ImportOption... options) {
        ClassFileImporter importer = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests());
        for (ImportOption option : options) {
            importer = importer.withImportOption(option);
        }
        return importer.importPackages(root);
    }

    /**
     * Returns the packages that each package may use: those before it in the list, and those that all packages may use.
     */
    protected static Map<String, List<String>> inOrder(List<String> packages, List<String> usableByAll) {
        Map<String, List<String>> usablePackages = new LinkedHashMap<>();
        List<String> precedingPackages = new ArrayList<>(usableByAll);
        for (String packagePattern : packages) {
            usablePackages.put(packagePattern, List.copyOf(precedingPackages));
            precedingPackages.add(packagePattern);
        }
        return usablePackages;
    }

    @Test
    void everyClassIsInAPackageOfTheDesign() {
        checkRule(classes().should().resideInAnyPackage(usablePackages.keySet().toArray(String[]::new)));
    }

    @TestFactory
    Stream<DynamicTest> aPackageUsesOnlyWhatItMay() {
        return usablePackages.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey(), () -> {
                    String packagePattern = entry.getKey();
                    List<String> allowed = new ArrayList<>(entry.getValue());
                    allowed.add(packagePattern);
                    checkRule(classes()
                            .that()
                            .resideInAPackage(packagePattern)
                            .and(DescribedPredicate.describe(
                                    "are not exempt from the rules", type -> !isExemptFromPackageRules(type)))
                            .should()
                            .onlyDependOnClassesThat()
                            .resideInAnyPackage(allowed.toArray(String[]::new)));
                }));
    }

    @Test
    void noPackagesUseEachOtherInACircle() {
        checkRule(slices().assignedFrom(slicesOf(
                        "each package",
                        type -> isExemptFromPackageRules(type)
                                ? SliceIdentifier.of("exempt classes")
                                : SliceIdentifier.of(type.getPackageName())))
                .should()
                .beFreeOfCycles());
    }

    /** Without a locale, {@code String.format} writes numbers in the digits of the default locale, such as Persian ones. */
    @Test
    void formattedTextsDoNotDependOnTheLocale() {
        checkRule(noClasses().should().callMethod(String.class, "format", String.class, Object[].class));
    }

    @TestFactory
    Stream<DynamicTest> onlyItsAttachmentsUseAWing() {
        return attachments().entrySet().stream()
                .map(entry -> dynamicTest(
                        entry.getKey().name(),
                        () -> assertThat(findUsers(entry.getKey()))
                                .containsExactlyInAnyOrderElementsOf(entry.getValue())));
    }

    /**
     * Requires that the classes of the module look up no class, member, resource or service by its name. Therefore
     * jlink and native images need no hints for them.
     */
    protected final void requireNoLookupsByName() {
        checkRule(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.reflect..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ServiceLoader.class)
                .orShould()
                .callMethodWhere(JavaCall.Predicates.target(DescribedPredicate.describe(
                        "looks up by name",
                        target -> Set.of("java.lang.Class", "java.lang.ClassLoader")
                                        .contains(target.getOwner().getName())
                                && LOOKUP_METHODS.matcher(target.getName()).matches()))));
    }

    private Set<String> findUsers(Wing wing) {
        return module.stream()
                .filter(type -> Wing.findWings(type.getName()).findAny().isEmpty())
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(dependency ->
                                wing.contains(dependency.getTargetClass().getName())))
                .map(type -> type.getName().replaceFirst("\\$.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns, for each wing, the classes outside any wing that use it. By default, no wing is checked. */
    protected Map<Wing, Set<String>> attachments() {
        return Map.of();
    }

    /**
     * Returns whether a class is exempt from the rules about packages, because it lies in a package only for the sake
     * of its users and may use all packages of the module. By default, no class is exempt.
     */
    protected boolean isExemptFromPackageRules(JavaClass type) {
        return false;
    }

    /** Divides classes into slices. */
    protected static SliceAssignment slicesOf(String description, Function<JavaClass, SliceIdentifier> slice) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return slice.apply(type);
            }

            @Override
            public String getDescription() {
                return description;
            }
        };
    }

    /**
     * Checks a rule for all classes of the module. A rule that applies to no class is met: a package of the design may
     * have no class yet.
     */
    protected final void checkRule(ArchRule rule) {
        rule.allowEmptyShould(true).check(module);
    }
}
