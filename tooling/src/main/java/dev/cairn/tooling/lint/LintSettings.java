package dev.cairn.tooling.lint;

import dev.cairn.finding.Severity;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.LintRule;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.tooling.definition.ObjectPatterns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * The settings of the rules: {@code lint.drops-data = error}, or {@code off}.
 *
 * @param severityByRule the severities that differ from the defaults; empty for a rule that is off
 * @param valueByName further settings of rules, without the prefix: {@code names.table = [a-z_]+}
 */
public record LintSettings(Map<LintRule, Optional<Severity>> severityByRule, Map<String, String> valueByName) {
    public static final LintSettings DEFAULT = new LintSettings(Map.of(), Map.of());

    /** Whether the schema is the schema of a production cluster. */
    static final String PRODUCTION = "production";

    /** Whether each migration must be reversible. */
    static final String REVERSIBLE = "reversible";

    /** Whether a role must be able to read each object. */
    static final String READABLE = "readable";

    /** The prefix of the settings of names; the kind of the objects follows it. */
    static final String NAMES_PREFIX = "names.";

    /** The kinds of objects and parts that must have a comment: {@code tables, columns}. */
    static final String COMMENTS = "comments";

    static final String REQUIRED_PROPERTIES = "properties.required";
    static final String FORBIDDEN_PROPERTIES = "properties.forbidden";
    static final String FORBIDDEN_TYPES = "types.forbidden";

    /** The servers on which the statements must run besides the server of the schema: {@code 3.5, 4.0 shared-data}. */
    static final String TARGETS = "targets";

    /** The prefix of the settings of required types; a pattern of columns follows it. */
    static final String REQUIRED_TYPES_PREFIX = "types.required.";

    /** The prefix of the settings of owners; a pattern of objects follows it. */
    static final String OWNER_PREFIX = "owner.";

    private static final List<String> KINDS_WITH_NAMES =
            List.of("table", "column", "view", "materialized-view", "index");
    private static final List<String> KINDS_WITH_COMMENTS = List.of("tables", "columns", "views", "materialized-views");
    private static final List<String> FLAG_SETTINGS = List.of(PRODUCTION, REVERSIBLE, READABLE);
    private static final List<String> LIST_SETTINGS =
            List.of(COMMENTS, REQUIRED_PROPERTIES, FORBIDDEN_PROPERTIES, FORBIDDEN_TYPES, TARGETS);
    private static final List<String> PATTERN_SETTING_PREFIXES = List.of(REQUIRED_TYPES_PREFIX, OWNER_PREFIX);

    /**
     * A comma that separates values, not the arguments of a type such as {@code decimal(10, 2)} or
     * {@code map<int, string>}.
     */
    private static final Pattern COMMA_OUTSIDE_PARENTHESES_PATTERN = Pattern.compile(",(?![^(<]*[)>])");

    private static final String OFF = "off";

    public LintSettings {
        severityByRule = Map.copyOf(severityByRule);
        valueByName = Map.copyOf(valueByName);
    }

    /**
     * Parses the settings whose names begin with {@code lint.}; other properties are ignored.
     *
     * @throws IllegalArgumentException if a name is unknown, or a value is wrong
     */
    public static LintSettings parse(Map<String, String> properties) {
        Map<LintRule, Optional<Severity>> severityByRule = new EnumMap<>(LintRule.class);
        Map<String, String> valueByName = new TreeMap<>();
        properties.forEach((name, value) -> {
            if (name.startsWith(LintRule.PREFIX)) {
                Optional<LintRule> rule = LintRule.find(name);
                if (rule.isPresent()) {
                    severityByRule.put(rule.get(), parseSeverity(name, value.strip()));
                } else {
                    String settingName = name.substring(LintRule.PREFIX.length());
                    requireValidSetting(settingName, value.strip());
                    valueByName.put(settingName, value.strip());
                }
            }
        });
        return new LintSettings(severityByRule, valueByName);
    }

    private static Optional<Severity> parseSeverity(String name, String value) {
        if (value.equals(OFF)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Severity.parse(value));
        } catch (IllegalArgumentException failure) {
            throw createInvalidSettingException(name, failure.getMessage() + ", or off");
        }
    }

    private static void requireValidSetting(String name, String value) {
        String fullName = LintRule.PREFIX + name;
        if (PATTERN_SETTING_PREFIXES.stream()
                .anyMatch(prefix -> name.startsWith(prefix) && name.length() > prefix.length())) {
            if (name.startsWith(REQUIRED_TYPES_PREFIX)) {
                requireValidTypes(fullName, value);
            }
        } else if (name.startsWith(NAMES_PREFIX) && KINDS_WITH_NAMES.contains(name.substring(NAMES_PREFIX.length()))) {
            try {
                Pattern.compile(value);
            } catch (PatternSyntaxException failure) {
                throw createInvalidSettingException(
                        fullName, "'" + value + "' is not a regular expression: " + failure.getDescription());
            }
        } else if (FLAG_SETTINGS.contains(name)) {
            if (!List.of("true", "false").contains(value)) {
                throw createInvalidSettingException(fullName, "'" + value + "' must be true or false");
            }
        } else if (name.equals(FORBIDDEN_TYPES)) {
            requireValidTypes(fullName, value);
        } else if (name.equals(TARGETS)) {
            try {
                splitList(value).forEach(LintTarget::parse);
            } catch (IllegalArgumentException failure) {
                throw createInvalidSettingException(fullName, String.valueOf(failure.getMessage()));
            }
        } else if (name.equals(COMMENTS)) {
            for (String kind : splitList(value)) {
                if (!KINDS_WITH_COMMENTS.contains(kind)) {
                    throw createInvalidSettingException(
                            fullName, "'" + kind + "' must be one of " + String.join(", ", KINDS_WITH_COMMENTS));
                }
            }
        } else if (!LIST_SETTINGS.contains(name)) {
            throw new IllegalArgumentException(Suggestion.findNearest(fullName, settingNames())
                    .map(nearest -> "The setting " + fullName + " does not exist; did you mean " + nearest + "?")
                    .orElse("The setting " + fullName + " does not exist; docs/lint.md lists the settings."));
        }
    }

    private static IllegalArgumentException createInvalidSettingException(String name, String problem) {
        return new IllegalArgumentException("The setting " + name + " is wrong: " + problem + ".");
    }

    private static void requireValidTypes(String name, String value) {
        for (String type : splitList(value)) {
            try {
                Sql.parseType(type);
            } catch (SqlSyntaxException failure) {
                throw createInvalidSettingException(name, "'" + type + "' is not a type");
            }
        }
    }

    /** Returns the names of all settings; a star stands for the pattern in a name. */
    static List<String> settingNames() {
        List<String> names = new ArrayList<>();
        Arrays.stream(LintRule.values()).map(LintRule::code).forEach(names::add);
        KINDS_WITH_NAMES.forEach(kind -> names.add(NAMES_PREFIX + kind));
        names.addAll(FLAG_SETTINGS);
        names.addAll(LIST_SETTINGS);
        PATTERN_SETTING_PREFIXES.forEach(prefix -> names.add(prefix + "*"));
        return names.stream().map(name -> LintRule.PREFIX + name).toList();
    }

    private static List<String> splitList(String value) {
        return COMMA_OUTSIDE_PARENTHESES_PATTERN
                .splitAsStream(value)
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    /** Returns the severity of the findings of a rule; empty if it is off. */
    public Optional<Severity> findSeverity(LintRule rule) {
        return severityByRule.getOrDefault(rule, Optional.of(rule.severity()));
    }

    /** Returns the value of a setting that is not the severity of a rule; empty if it is not set. */
    public Optional<String> findValue(String name) {
        return Optional.ofNullable(valueByName.get(name));
    }

    /** Returns the values of a setting, which commas separate; empty if it is not set. */
    List<String> findValues(String name) {
        return findValue(name).map(LintSettings::splitList).orElse(List.of());
    }

    /**
     * Returns the settings for one of the targets of a schema. The servers of {@code lint.targets} that are not among
     * the targets are checked with the first target.
     */
    public LintSettings forTarget(ServerProfile target, List<ServerProfile> targets) {
        ServerProfile primaryTarget = targets.get(0);
        List<String> targetNames = targets.stream().map(ServerProfile::target).toList();
        String additionalTargets = findValues(TARGETS).stream()
                .filter(otherTarget -> target.equals(primaryTarget)
                        && !targetNames.contains(LintTarget.parse(otherTarget)
                                .toProfile(primaryTarget)
                                .target()))
                .collect(Collectors.joining(", "));
        Map<String, String> newValueByName = new TreeMap<>(valueByName);
        newValueByName.remove(TARGETS);
        if (!additionalTargets.isEmpty()) {
            newValueByName.put(TARGETS, additionalTargets);
        }
        return new LintSettings(severityByRule, newValueByName);
    }

    boolean isEnabled(String flag) {
        return findValue(flag).filter("true"::equals).isPresent();
    }

    /** Returns the values of the settings whose names begin with a prefix, by the names without the prefix. */
    SortedMap<String, List<String>> collectListsByPrefix(String prefix) {
        SortedMap<String, List<String>> valuesByName = new TreeMap<>();
        valueByName.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                valuesByName.put(name.substring(prefix.length()), splitList(value));
            }
        });
        return valuesByName;
    }

    /** Returns the team that owns an object, by the longest matching pattern; empty if no pattern matches. */
    public Optional<String> findOwner(ObjectName objectName) {
        return collectListsByPrefix(OWNER_PREFIX).entrySet().stream()
                .filter(entry -> new ObjectPatterns(List.of(entry.getKey()), List.of()).matches(objectName))
                .max(Comparator.comparingInt(entry -> entry.getKey().length()))
                .flatMap(entry -> entry.getValue().stream().findFirst());
    }
}
