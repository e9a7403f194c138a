package dev.cairn.internal.ledger;

import dev.cairn.internal.ledger.LedgerState.LedgerHolder;
import dev.cairn.internal.ledger.LedgerState.LedgerIdentity;
import dev.cairn.internal.ledger.LedgerState.WrittenHistory;
import dev.cairn.upgrade.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Parses the text of a state in the current format or the previous one, which had no {@code born} and no hashes after
 * the steps. An unknown word is rejected, because it may change the meaning of the others.
 */
final class StateParser {
    static final int CURRENT_FORMAT = 2;
    private static final int FORMAT_WITHOUT_HASHES = 1;
    private static final Pattern FORMAT_NUMBER_PATTERN = Pattern.compile("[1-9][0-9]*");
    private static final Pattern HASH_PATTERN = Pattern.compile("[0-9a-f]+");
    private static final Pattern REPEATABLE_PROGRESS_PATTERN =
            Pattern.compile("[0-9a-f]+|" + RepeatableMigrationState.STARTED_PREFIX + "\\d{1,18}-\\d{1,9}");
    static final String UPGRADE_KEY = "run";
    static final String DOWNGRADE_KEY = "undo";

    /** The key of an upgrade that follows its downgrade. */
    static final String REPEATED_UPGRADE_KEY = "redo";

    /** The key of the script that runs migrations. */
    static final String SCRIPT_KEY = "script";

    /** The keys of a migration in progress. A state has exactly one of them, with an empty value for no migration. */
    private static final List<String> MIGRATION_KEYS = List.of(UPGRADE_KEY, DOWNGRADE_KEY, REPEATED_UPGRADE_KEY);

    private static final Set<String> KNOWN_KEYS = Set.of(
            "cairn",
            "head",
            "born",
            UPGRADE_KEY,
            DOWNGRADE_KEY,
            REPEATED_UPGRADE_KEY,
            "done",
            "doing",
            "owner",
            "by",
            "lease",
            "profile",
            "history",
            "log",
            "evidence",
            SCRIPT_KEY,
            "repeated",
            "hook");
    private static final Pattern EVIDENCE_PATTERN = Pattern.compile("[0-9a-z.]+");
    static final String HOOK_DUE = "due";

    private final String stateText;
    private final Map<String, String> valueByKey = new LinkedHashMap<>();
    private final SortedMap<Integer, String> hashByStepNumber = new TreeMap<>();

    private StateParser(String stateText) {
        this.stateText = stateText;
    }

    static LedgerState parse(String stateText) {
        StateParser parser = new StateParser(stateText);
        try {
            parser.parseWords();
            return parser.parseState();
        } catch (LedgerFormatException failure) {
            throw failure;
        } catch (IllegalArgumentException | ArithmeticException failure) {
            throw new LedgerFormatException("a malformed value in '" + stateText + "'", failure);
        }
    }

    private void parseWords() {
        for (String word : stateText.split(" ", -1)) {
            int separatorIndex = word.indexOf('=');
            if (separatorIndex < 0) {
                throw createFormatException("a word without a value");
            }
            String key = word.substring(0, separatorIndex);
            if (valueByKey.putIfAbsent(key, word.substring(separatorIndex + 1)) != null) {
                throw createFormatException("the key " + key + " twice");
            }
        }
        String format = valueByKey.getOrDefault("cairn", "");
        if (!format.equals(Integer.toString(CURRENT_FORMAT))
                && !format.equals(Integer.toString(FORMAT_WITHOUT_HASHES))) {
            String message = "format " + format + ", but this version of Cairn supports only " + FORMAT_WITHOUT_HASHES
                    + " and " + CURRENT_FORMAT;
            throw FORMAT_NUMBER_PATTERN.matcher(format).matches()
                    ? LedgerFormatException.ofNewerFormat(message)
                    : new LedgerFormatException(message);
        }
        for (String key : valueByKey.keySet()) {
            if (!KNOWN_KEYS.contains(key)) {
                throw LedgerFormatException.ofNewerFormat("the unknown key " + key);
            }
        }
    }

    private LedgerState parseState() {
        String[] headParts = splitParts(requireValue("head"), ":", 2);
        String[] historyParts = splitParts(requireValue("history"), ":", 2);
        LedgerHead head = new LedgerHead(Integer.parseInt(headParts[0]), PercentEncoding.decode(headParts[1]));
        SortedSet<Integer> completedStepNumbers = parseSteps(requireValue("done"));
        SortedSet<Integer> openStepNumbers = parseSteps(requireValue("doing"));
        return new LedgerState(
                head,
                new LedgerIdentity(
                        PercentEncoding.decode(hasOlderFormat() ? "" : requireValue("born")),
                        PercentEncoding.decode(requireValue("profile"))),
                new RunProgress(
                        parseUnfinishedMigration(),
                        new StepProgress(completedStepNumbers, openStepNumbers, hashByStepNumber, parseEvidence()),
                        Optional.ofNullable(valueByKey.get(SCRIPT_KEY)).map(PercentEncoding::decode)),
                new LedgerHolder(
                        PercentEncoding.decode(requireValue("owner")),
                        PercentEncoding.decode(requireValue("by")),
                        Duration.ofMillis(Long.parseLong(requireValue("lease")))),
                new WrittenHistory(
                        new HistoryViewExtent(Integer.parseInt(historyParts[0]), Integer.parseInt(historyParts[1])),
                        splitList(requireValue("log"))
                                .map(this::parseHistoryRow)
                                .toList()),
                parseRepeatableMigrationState());
    }

    private boolean hasOlderFormat() {
        return requireValue("cairn").equals(Integer.toString(FORMAT_WITHOUT_HASHES));
    }

    private String requireValue(String key) {
        String value = valueByKey.get(key);
        if (value == null) {
            throw createFormatException("no value of " + key);
        }
        return value;
    }

    /** Parses the evidence, whose word is absent if no step in progress has any. */
    private SortedMap<Integer, String> parseEvidence() {
        SortedMap<Integer, String> evidenceByStepNumber = new TreeMap<>();
        splitList(valueByKey.getOrDefault("evidence", "")).forEach(item -> {
            String[] parts = splitParts(item, "~", 2);
            if (!EVIDENCE_PATTERN.matcher(parts[1]).matches()) {
                throw createFormatException("malformed evidence of a step");
            }
            evidenceByStepNumber.put(Integer.parseInt(parts[0]), parts[1]);
        });
        return evidenceByStepNumber;
    }

    /** Parses the repeatable migrations, whose word is absent if there are none, and the hook, if one is due. */
    private RepeatableMigrationState parseRepeatableMigrationState() {
        SortedMap<String, String> progressByName = new TreeMap<>();
        splitList(valueByKey.getOrDefault("repeated", "")).forEach(item -> {
            String[] parts = splitParts(item, "~", 2);
            if (!REPEATABLE_PROGRESS_PATTERN.matcher(parts[1]).matches()) {
                throw createFormatException("neither a hash nor a sequence of a repeatable migration");
            }
            progressByName.put(PercentEncoding.decode(parts[0]), parts[1]);
        });
        String hookValue = valueByKey.getOrDefault("hook", "");
        if (!hookValue.isEmpty() && !hookValue.equals(HOOK_DUE)) {
            throw createFormatException("an unknown state of a hook");
        }
        return new RepeatableMigrationState(progressByName, hookValue.equals(HOOK_DUE));
    }

    private Optional<UnfinishedMigration> parseUnfinishedMigration() {
        List<String> keys =
                MIGRATION_KEYS.stream().filter(valueByKey::containsKey).toList();
        if (keys.size() > 1) {
            throw createFormatException("two directions");
        }
        String key = keys.isEmpty() ? UPGRADE_KEY : keys.get(0);
        String value = requireValue(key);
        if (key.equals(UPGRADE_KEY) && value.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = splitParts(value, ":", 3);
        return Optional.of(new UnfinishedMigration(
                key.equals(DOWNGRADE_KEY) ? Direction.DOWNGRADE : Direction.UPGRADE,
                Integer.parseInt(parts[0]),
                Long.parseLong(parts[1]),
                PercentEncoding.decode(parts[2]),
                key.equals(REPEATED_UPGRADE_KEY)));
    }

    /** Parses the numbers of steps, such as {@code 1-3:a1.b2.c3,5}, and adds the hashes after the colons to the map. */
    private SortedSet<Integer> parseSteps(String formattedSteps) {
        SortedSet<Integer> steps = new TreeSet<>();
        splitList(formattedSteps).forEach(range -> {
            String[] boundsAndHashes = range.split(":", 2);
            String[] bounds = boundsAndHashes[0].split("-", 2);
            int firstStepNumber = Integer.parseInt(bounds[0]);
            int lastStepNumber = Integer.parseInt(bounds[bounds.length - 1]);
            for (int stepNumber = firstStepNumber; stepNumber <= lastStepNumber; stepNumber++) {
                steps.add(stepNumber);
            }
            if (boundsAndHashes.length > 1) {
                addStepHashes(boundsAndHashes[1].split("\\.", -1), firstStepNumber, lastStepNumber);
            }
        });
        return steps;
    }

    private void addStepHashes(String[] hashes, int firstStepNumber, int lastStepNumber) {
        if (hashes.length != lastStepNumber - firstStepNumber + 1
                || !Stream.of(hashes).allMatch(HASH_PATTERN.asMatchPredicate())) {
            throw createFormatException("hashes that do not match the steps");
        }
        for (int i = 0; i < hashes.length; i++) {
            hashByStepNumber.put(firstStepNumber + i, hashes[i]);
        }
    }

    /** Parses number, hash, time of completion, duration, owner and title, which are separated by tildes. */
    private HistoryRow parseHistoryRow(String item) {
        String[] parts = splitParts(item, "~", 6);
        return new HistoryRow(
                Integer.parseInt(parts[0]),
                PercentEncoding.decode(parts[5]),
                PercentEncoding.decode(parts[1]),
                parts[2].isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(parts[2])),
                PercentEncoding.decode(parts[4]),
                Long.parseLong(parts[3]));
    }

    private static Stream<String> splitList(String value) {
        return value.isEmpty() ? Stream.empty() : Stream.of(value.split(",", -1));
    }

    private String[] splitParts(String value, String separator, int partCount) {
        String[] parts = value.split(separator, partCount);
        if (parts.length < partCount) {
            throw createFormatException("too few elements in '" + value + "'");
        }
        return parts;
    }

    private LedgerFormatException createFormatException(String problem) {
        return new LedgerFormatException(problem + " in '" + stateText + "'");
    }
}
