package dev.cairn.processor.read;

import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.Root;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Records that are in two schemas, which may be meant, where these never share a database. */
record SharedRecords(Findings findings) {
    void check(List<Root> roots) {
        Map<JavaName, Root> holders = new HashMap<>();
        for (Root root : roots) {
            for (Root.Member member : root.members()) {
                JavaName record = member.declaration().record();
                boolean kept = member.declaration().kind() != Kind.EXTERNAL;
                Root other = kept ? holders.putIfAbsent(record, root) : null;
                if (other != null && !isAllowed(root)) {
                    findings.add(FindingCode.TWO_SCHEMAS, member.place(), record, other.name());
                }
            }
        }
    }

    private static boolean isAllowed(Root root) {
        return root.allowed().stream().anyMatch(allowed -> allowed.tag().equals(FindingCode.TWO_SCHEMAS.tag()));
    }
}
