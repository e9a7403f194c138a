package dev.cairn.tooling.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.tooling.documentation.LayeredLayout.Arrow;
import dev.cairn.tooling.documentation.LayeredLayout.Box;
import dev.cairn.tooling.documentation.LayeredLayout.Placement;
import dev.cairn.tooling.documentation.LayeredLayout.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LayeredLayoutTest {
    private static final Box BOX = new Box(100, 30);

    private static Placement place(int boxes, Arrow... arrows) {
        return LayeredLayout.of(Collections.nCopies(boxes, BOX), List.of(arrows));
    }

    private static int x(Placement placement, int box) {
        return placement.corners().get(box).x();
    }

    private static int y(Placement placement, int box) {
        return placement.corners().get(box).y();
    }

    @Test
    void arrowsLeadToTheRight() {
        Placement placement = place(4, new Arrow(3, 1), new Arrow(1, 0), new Arrow(3, 0), new Arrow(2, 0));
        assertThat(x(placement, 3)).isLessThan(x(placement, 1));
        assertThat(x(placement, 1)).isLessThan(x(placement, 0));
        assertThat(x(placement, 2)).as("close to its reader").isEqualTo(x(placement, 1));
        assertThat(placement.bends().get(2)).as("past the layer between").hasSize(2);
    }

    @Test
    void twoPairsDoNotCross() {
        Placement placement =
                place(4, new Arrow(0, 3), new Arrow(1, 2), new Arrow(0, 2), new Arrow(1, 3), new Arrow(0, 3));
        Placement parallel = place(6, new Arrow(0, 5), new Arrow(1, 4), new Arrow(2, 4), new Arrow(2, 5));
        assertThat(placement.corners()).doesNotHaveDuplicates();
        assertThat(y(parallel, 0) < y(parallel, 1)).isEqualTo(y(parallel, 5) < y(parallel, 4));
    }

    @Test
    void cyclesAndArrowsToTheSameBoxArePlaced() {
        Placement placement = place(3, new Arrow(0, 1), new Arrow(1, 2), new Arrow(2, 0), new Arrow(1, 1));
        assertThat(placement.corners()).doesNotHaveDuplicates();
        assertThat(place(1, new Arrow(0, 0)).corners()).containsExactly(new Point(0, 0));
        assertThat(place(0).corners()).isEmpty();
    }

    @Test
    void boxesNeverOverlap() {
        Random random = new Random(7);
        for (int run = 0; run < 20; run++) {
            int count = 2 + random.nextInt(40);
            List<Box> boxes = new ArrayList<>();
            List<Arrow> arrows = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                boxes.add(new Box(60 + random.nextInt(200), 30 + random.nextInt(150)));
                if (i > 0 && random.nextInt(4) > 0) {
                    arrows.add(new Arrow(random.nextInt(i), i));
                }
            }
            Placement placement = LayeredLayout.of(boxes, arrows);
            assertThat(LayeredLayout.of(boxes, arrows)).isEqualTo(placement);
            for (int i = 0; i < count; i++) {
                assertThat(x(placement, i) + boxes.get(i).width()).isLessThanOrEqualTo(placement.width());
                assertThat(y(placement, i) + boxes.get(i).height()).isLessThanOrEqualTo(placement.height() + 1);
                for (int j = 0; j < i; j++) {
                    assertThat(overlap(placement, boxes, i, j))
                            .as("run %d: %d and %d", run, i, j)
                            .isFalse();
                }
            }
        }
    }

    private static boolean overlap(Placement placement, List<Box> boxes, int a, int b) {
        return x(placement, a) < x(placement, b) + boxes.get(b).width()
                && x(placement, b) < x(placement, a) + boxes.get(a).width()
                && y(placement, a) < y(placement, b) + boxes.get(b).height()
                && y(placement, b) < y(placement, a) + boxes.get(a).height();
    }
}
