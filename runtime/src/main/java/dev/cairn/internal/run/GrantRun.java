package dev.cairn.internal.run;

import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.internal.run.prepare.GrantLine;
import dev.cairn.internal.run.prepare.RunStep;
import java.util.ArrayList;
import java.util.List;

/** Gives an object the grants of another one, and keeps those that it has. To do so twice does no harm. */
final class GrantRun {
    private final RunContext course;
    private final RunStep.OfGrants step;
    private final StepConnection lane;

    GrantRun(RunContext course, RunStep.OfGrants step, StepConnection lane) {
        this.course = course;
        this.step = step;
        this.lane = lane;
    }

    void run() {
        String doing = "the grants of " + step.from() + " can't be read";
        try {
            List<String> grants = lane.ask(course::backoff, this::grants);
            course.begins(step);
            course.protection().begin(step.number());
            doing = step.to() + " can't be given the grants of " + step.from();
            lane.ask(course::backoff, link -> {
                grants.forEach(link::execute);
                return link;
            });
        } catch (ServerRefusalException refused) {
            if (!step.lossAccepted()) {
                course.protection().undone(step.number());
                throw new StepErrors(course, step).grants(doing, refused);
            }
            course.warn(doing + ", and their loss was accepted: " + refused.getMessage());
        }
    }

    /** The statements that give what others have. Who has what can be read only from each user and role. */
    private List<String> grants(ServerConnection link) {
        List<String> holders = new ArrayList<>();
        link.rows("SHOW USERS").forEach(row -> holders.add("USER " + row.get(0)));
        link.rows("SHOW ROLES").forEach(row -> holders.add("ROLE " + SqlQuoting.text(String.valueOf(row.get(0)))));
        List<String> grants = new ArrayList<>();
        for (String holder : holders) {
            String asked = holder.startsWith("USER ") ? holder.substring("USER ".length()) : holder;
            for (var row : link.rows("SHOW GRANTS FOR " + asked)) {
                GrantLine.of(String.valueOf(row.get(2)), step.from()).ifPresent(line -> grants.add(line.on(step.to())));
            }
        }
        return grants;
    }
}
