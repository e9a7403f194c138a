package shop;

import static dev.cairn.annotation.Schema.RunMode.SHARED_DATA;

import dev.cairn.annotation.Schema;

@Schema(
        name = "shop",
        value = Account.class,
        targets = {
            @Schema.Target(server = "3.5", runMode = SHARED_DATA),
            @Schema.Target(server = "4.1")
        })
public interface Shop {}
