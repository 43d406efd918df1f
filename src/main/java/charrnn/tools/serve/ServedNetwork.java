package charrnn.tools.serve;

import charrnn.model.ActivationSource;
import charrnn.model.BatchLanguageModel;

/**
 * A network as the server needs it.
 *
 * @param writer writes texts; belongs to the server from now on, as the other does
 * @param reader the same network from inside
 */
public record ServedNetwork(BatchLanguageModel writer, ActivationSource reader) {}
