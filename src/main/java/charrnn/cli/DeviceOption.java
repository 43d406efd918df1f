package charrnn.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The hidden option {@code --device}, for command lines that were written for other programs. */
final class DeviceOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--device", hidden = true, paramLabel = "cpu", description = "The processor: cpu.")
    void setDevice(String device) {
        if (!device.equalsIgnoreCase("cpu")) {
            throw new ParameterException(
                    command.commandLine(),
                    "--device is '" + device
                            + "', but charrnn computes on the CPU only: leave --device out, or give cpu");
        }
    }
}
