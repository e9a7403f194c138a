package dev.cairn.processor.check;

import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.finding.Findings;
import dev.cairn.profile.ServerProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Merges the findings of a check that runs once for each target of a schema. A finding that holds for every target is
 * reported once; any other finding names the targets for which it holds.
 */
public final class TargetFindingMerger {
    private final List<ServerProfile> targets;
    private final List<MergedFinding> mergedFindings = new ArrayList<>();
    private final Map<Finding, MergedFinding> mergedFindingByFinding = new HashMap<>();
    private final Map<Finding, MergedFinding> mergedFindingByVersionlessFinding = new HashMap<>();

    /** A finding, and the targets for which it holds. */
    private record MergedFinding(Finding finding, Set<ServerProfile> targets) {}

    private TargetFindingMerger(List<ServerProfile> targets) {
        this.targets = targets;
    }

    /**
     * Runs a check for each target, adds the merged findings, and returns the result of each run, in the order of the
     * targets.
     */
    public static <R> List<R> runForEachTarget(
            List<ServerProfile> targets, Findings allFindings, BiFunction<ServerProfile, Findings, R> check) {
        TargetFindingMerger merger = new TargetFindingMerger(targets);
        List<R> results = new ArrayList<>();
        for (ServerProfile target : targets) {
            Findings findings = new Findings();
            results.add(check.apply(target, findings));
            findings.toList().forEach(finding -> merger.add(target, finding));
        }
        merger.toFindings().forEach(allFindings::add);
        return results;
    }

    private void add(ServerProfile target, Finding finding) {
        // Messages may name the version of the target; the message for the first target remains.
        Finding versionlessFinding = new Finding(
                finding.rule(),
                finding.place(),
                finding.text().replace(target.version().toString(), "\0"));
        MergedFinding mergedFinding =
                mergedFindingByFinding.getOrDefault(finding, mergedFindingByVersionlessFinding.get(versionlessFinding));
        if (mergedFinding == null) {
            mergedFinding = new MergedFinding(finding, new LinkedHashSet<>());
            mergedFindings.add(mergedFinding);
        }
        mergedFinding.targets().add(target);
        mergedFindingByFinding.put(finding, mergedFinding);
        mergedFindingByVersionlessFinding.putIfAbsent(versionlessFinding, mergedFinding);
    }

    private List<Finding> toFindings() {
        return mergedFindings.stream()
                .map(mergedFinding -> mergedFinding.targets().size() == targets.size()
                        ? mergedFinding.finding()
                        : mergedFinding.finding().forServers(formatTargets(mergedFinding.targets())))
                .toList();
    }

    private static String formatTargets(Set<ServerProfile> targets) {
        return targets.stream().map(ServerProfile::target).collect(Collectors.joining(" and "));
    }
}
