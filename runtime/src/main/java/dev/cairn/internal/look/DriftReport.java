package dev.cairn.internal.look;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.step.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In what a server's objects are not as the migrations made them.
 *
 * @param differences by object and part
 * @param mending the statements that would make them so again, in their order, and what no statement can
 * @param gaps what could not be looked at: whether that is as it should be is not known
 * @param unmanaged what there is besides, which is nobody's business here
 * @param staged what a migrator that died began and has not ended
 */
public record DriftReport(
        List<Difference> differences,
        Plan mending,
        List<ReflectionGap> gaps,
        List<ListedObject> unmanaged,
        List<ListedObject> staged) {
    public DriftReport {
        differences = List.copyOf(differences);
        gaps = List.copyOf(gaps);
        unmanaged = List.copyOf(unmanaged);
        staged = List.copyOf(staged);
    }

    /** All that could be looked at is as it should be. */
    public boolean isEmpty() {
        return differences.isEmpty();
    }

    /**
     * One of them.
     *
     * @param is null where there is no such part
     * @param shouldBe null where there should be none
     * @param mending the statements that change the part; empty where none can
     */
    public record Difference(
            ObjectName object,
            ObjectPart part,
            @Nullable String is,
            @Nullable String shouldBe,
            List<String> mending) {
        public Difference {
            mending = List.copyOf(mending);
        }

        /** {@code shop.orders, comment: is 'a', should be 'b'} */
        @Override
        public String toString() {
            String what = part.kind() == ObjectPart.Kind.OBJECT ? object.toString() : object + ", " + part;
            if (is == null) {
                return what + ": is missing, should be " + shouldBe;
            }
            return what + ": is " + is + (shouldBe == null ? ", should not be there" : ", should be " + shouldBe);
        }
    }
}
