package shop;

import static dev.cairn.annotation.RunMode.SHARED_DATA;

import dev.cairn.annotation.Schema;
import dev.cairn.annotation.ServerTarget;

@Schema(
        name = "shop",
        value = Account.class,
        targets = {
            @ServerTarget(server = "3.5", runMode = SHARED_DATA),
            @ServerTarget(server = "4.1", runMode = SHARED_DATA)
        })
public interface Shop {}
