package dev.cairn.tooling.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.tooling.documentation.LayeredLayout.Arrow;
import dev.cairn.tooling.documentation.LayeredLayout.Box;
import dev.cairn.tooling.documentation.LayeredLayout.PlacedBox;
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
        return placement.boxes().get(box).x();
    }

    private static int y(Placement placement, int box) {
        return placement.boxes().get(box).y();
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
        assertThat(placement.boxes()).doesNotHaveDuplicates();
        assertThat(y(parallel, 0) < y(parallel, 1)).isEqualTo(y(parallel, 5) < y(parallel, 4));
    }

    @Test
    void cyclesAndArrowsToTheSameBoxArePlaced() {
        Placement placement = place(3, new Arrow(0, 1), new Arrow(1, 2), new Arrow(2, 0), new Arrow(1, 1));
        assertThat(placement.boxes()).doesNotHaveDuplicates();
        assertThat(place(1, new Arrow(0, 0)).boxes()).containsExactly(new PlacedBox(0, 0, 100, 30));
        assertThat(place(0).boxes()).isEmpty();
    }

    @Test
    void boxesNeverOverlapAndArrowsNeverPassBehindThem() {
        Random random = new Random(7);
        for (int run = 0; run < 20; run++) {
            int count = 2 + random.nextInt(40);
            List<Box> boxes = new ArrayList<>();
            List<Arrow> arrows = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                boxes.add(new Box(60 + random.nextInt(200), 30 + random.nextInt(150)));
                for (int j = random.nextInt(3); i > 0 && j > 0; j--) {
                    int other = random.nextInt(i);
                    boolean back = random.nextInt(9) == 0;
                    arrows.add(back ? new Arrow(i, other) : new Arrow(other, i));
                }
            }
            Placement placement = LayeredLayout.of(boxes, arrows);
            assertThat(LayeredLayout.of(boxes, arrows)).isEqualTo(placement);
            for (int i = 0; i < count; i++) {
                PlacedBox box = placement.boxes().get(i);
                assertThat(box.width()).isGreaterThanOrEqualTo(boxes.get(i).width());
                assertThat(box.height()).isEqualTo(boxes.get(i).height());
                assertThat(box.x() + box.width()).isLessThanOrEqualTo(placement.width());
                assertThat(box.y() + box.height()).isLessThanOrEqualTo(placement.height() + 1);
                for (int j = 0; j < i; j++) {
                    assertThat(overlap(box, placement.boxes().get(j)))
                            .as("run %d: %d and %d", run, i, j)
                            .isFalse();
                }
            }
            for (int i = 0; i < arrows.size(); i++) {
                List<PlacedBox> parts =
                        parts(placement, arrows.get(i), placement.bends().get(i));
                for (PlacedBox box : placement.boxes()) {
                    assertThat(parts)
                            .as("run %d: %s and %s", run, arrows.get(i), box)
                            .noneMatch(part -> overlap(part, box));
                }
            }
        }
    }

    /** The areas that contain the parts of an arrow, which bends between the layers and is straight beside boxes. */
    private static List<PlacedBox> parts(Placement placement, Arrow arrow, List<Point> bends) {
        PlacedBox from = placement.boxes().get(arrow.from());
        PlacedBox to = placement.boxes().get(arrow.to());
        boolean back = from.x() > to.x();
        List<Point> points = new ArrayList<>(bends);
        points.add(0, new Point(from.x() + (back ? 0 : from.width()), from.y() + from.height() / 2));
        points.add(new Point(to.x() + (back ? to.width() : 0), to.y() + to.height() / 2));
        List<PlacedBox> parts = new ArrayList<>();
        for (int i = 1; i < points.size(); i++) {
            Point a = points.get(i - 1);
            Point b = points.get(i);
            parts.add(new PlacedBox(
                    Math.min(a.x(), b.x()),
                    Math.min(a.y(), b.y()),
                    Math.abs(a.x() - b.x()),
                    Math.max(1, Math.abs(a.y() - b.y()))));
        }
        return parts;
    }

    private static boolean overlap(PlacedBox a, PlacedBox b) {
        return a.x() < b.x() + b.width()
                && b.x() < a.x() + a.width()
                && a.y() < b.y() + b.height()
                && b.y() < a.y() + a.height();
    }
}
