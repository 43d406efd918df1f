package charrnn.tools.serve;

import charrnn.sample.Token;
import charrnn.tools.serve.decode.DecodingLoop;
import charrnn.tools.serve.decode.ScheduledText;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.netty.channel.Channel;
import java.util.List;

/** Sends all texts of a request in one JSON document. */
final class WholeAnswer extends CompletionAnswer {
    WholeAnswer(Channel channel, CompletionRequest request, DecodingLoop loop, Counter disconnections) {
        super(channel, request, loop, disconnections);
    }

    @Override
    void sendAvailable() {
        if (!texts().stream().allMatch(ScheduledText::isComplete)) {
            return;
        }
        ObjectNode completion = json.completion();
        int chars = 0;
        for (int index = 0; index < texts().size(); index++) {
            List<Token> tokens = texts().get(index).take(Integer.MAX_VALUE);
            json.addChoice(completion, index, 0, tokens, texts().get(index).outcome());
            chars += tokens.size();
        }
        json.addUsage(completion, chars);
        complete();
        channel.writeAndFlush(Answers.json(completion));
    }

    @Override
    void fail(ApiException reason) {
        channel.writeAndFlush(Answers.refusal(reason));
    }
}
