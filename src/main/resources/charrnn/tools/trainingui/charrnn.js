/*
 * Follows Deeplearning4j's train.js on each of its pages. On all of them: colours that can be told apart, and the values of
 * the curves under the pointer. On the overview: losses in bits per character with those of the validation, what
 * Deeplearning4j leaves empty in the table, the curves of learning rate, gradient norm and speed, and the last samples.
 */
(function () {
    "use strict";
    // Okabe and Ito's palette, whose colours differ for the colour-blind too; the first two are training and validation.
    var COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#B58900", "#000000", "#7F7F7F"];
    var TRAINING = COLOURS[0];
    var EACH_POINT = "rgba(0, 114, 178, 0.35)";
    var VALIDATION = COLOURS[1];
    var HINT = "Point at a curve to read its values.";
    var LOGARITHMIC = ["updateRatioChart", "stdevChart"];

    $(function () {
        var system = $("a.nav-link[href='system']").parent();
        var item = system.clone();
        item.find("a").attr({href: "/report", target: "_blank"}).contents().last().replaceWith("Run report");
        item.find("i").attr("class", "nav-icon cui-note");
        item.insertAfter(system);
        $(".center").each(function () {
            readout($(this)).text(HINT);
        });
    });

    var drawPlot = $.plot;
    $.plot = function (place, data, options) {
        var chart = $(place);
        var plot = drawPlot(chart, data, $.extend(true, {}, options, {
            colors: COLOURS,
            grid: {autoHighlight: false},
            legend: {container: legendOf(chart), noColumns: data.length},
            selection: {mode: null} // its best-fit line confuses a step with the index of a point
        }));
        // Deferred: it replaces Deeplearning4j's handler, which shows the pointer's coordinates and is bound again at
        // each drawing.
        setTimeout(function () {
            chart.off("plothover mouseleave").on("plothover", function (event, pointer) {
                read(chart, pointer);
            }).on("mouseleave", function () {
                chart.data("plot").unhighlight();
            });
        }, 0);
        return plot;
    };
    $.extend($.plot, drawPlot);

    // Deeplearning4j's graph of the layers answers to clicks alone, which a touch screen does not send.
    var drawGraph = window.cytoscape;
    if (drawGraph) {
        window.cytoscape = $.extend(function (options) {
            return drawGraph(options).on("tap", "node", function () {
                window.setSelectedVertex(this.id());
            });
        }, drawGraph);
    }

    /**
     * Averages that replace Deeplearning4j's exponential moving averages. Each is centred: its weights fall exponentially on
     * both sides, and it reaches as far ahead as back. An average of the past alone is too high while the loss falls.
     *
     * @param range number of values in a moving average of the past that is as smooth
     */
    window.EMACalc = function (values, range) {
        var keep = 1 - 4 / (range + 2);
        return values.map(function (value, i) {
            var sum = value;
            var weights = 1;
            var weight = 1;
            for (var distance = 1; distance <= Math.min(i, 2 * range); distance++) { // farther weights hardly count
                weight *= keep;
                var ahead = i + distance < values.length;
                sum += weight * (values[i - distance] + (ahead ? values[i + distance] : 0));
                weights += ahead ? 2 * weight : weight;
            }
            return sum / weights;
        });
    };

    /** A place above a chart for its legend, which flot puts on top of the curves. */
    function legendOf(chart) {
        var legend = chart.prev(".charrnn-legend");
        return legend.length > 0 ? legend : $("<div>").addClass("charrnn-legend").insertBefore(chart);
    }

    /** The line of text under a chart. */
    function readout(chart) {
        return chart.siblings("p").first();
    }

    /**
     * Writes the values at the pointer's step: of all curves in the chart of losses, of the nearest curve elsewhere.
     */
    function read(chart, pointer) {
        var plot = chart.data("plot");
        var found = [];
        plot.getData().forEach(function (line, i) {
            var at = line.bars.show ? -1 : nearest(line.data, pointer.x);
            if (at >= 0) {
                found.push({name: line.label || "", series: i, at: at, x: line.data[at][0], y: line.data[at][1]});
            }
        });
        if (found.length === 0) {
            return;
        }
        if (chart.attr("id") !== "scoreiterchart") {
            found.sort(function (a, b) {
                return Math.abs(a.y - pointer.y) - Math.abs(b.y - pointer.y);
            });
            found.length = 1;
        }
        plot.unhighlight();
        found.forEach(function (point) {
            plot.highlight(point.series, point.at);
        });
        readout(chart).text(capital(words(chart, found)));
    }

    /** Index of the point whose x is nearest; -1 where there is none. */
    function nearest(points, x) {
        return points.reduce(function (best, point, i) {
            return best < 0 || Math.abs(point[0] - x) < Math.abs(points[best][0] - x) ? i : best;
        }, -1);
    }

    function words(chart, found) {
        var id = chart.attr("id");
        // Deeplearning4j numbers the reports of the memory chart, not the steps.
        var moment = (id === "systemMemoryChartPlot" ? "report " : "step ") + whole(found[0].x);
        return moment + ": " + found.map(function (point) {
            var other = point.x === found[0].x ? "" : " (at step " + whole(point.x) + ")";
            return (point.name + " " + value(id, point.y)).trim() + other;
        }).join(" · ") + (id === "scoreiterchart" ? " bits per character" : "");
    }

    function value(id, y) {
        if (id === "scoreiterchart") {
            return y.toFixed(3);
        }
        if (id === "systemMemoryChartPlot") {
            return y.toFixed(1) + " %";
        }
        var logarithmic = LOGARITHMIC.indexOf(id) >= 0 || (id === "meanmag" && window.selectedMeanMagChart === "ratios");
        return logarithmic ? tidy(Math.pow(10, y)) + " (log10: " + y.toFixed(2) + ")" : tidy(y);
    }

    function capital(text) {
        return text.charAt(0).toUpperCase() + text.slice(1);
    }

    function whole(number) {
        return Math.round(number).toLocaleString("en");
    }

    /** Three digits: 0.00213, 51.3, 12,345 */
    function tidy(number) {
        return Math.abs(number) >= 1000 ? whole(number) : String(Number(number.toPrecision(3)));
    }

    if (typeof window.renderScoreVsIterChart !== "function") {
        return; // the other pages have no chart of the loss
    }
    var drawScores = window.renderScoreVsIterChart;
    var fillTable = window.renderModelPerformanceTable;
    var details = {validation: {steps: [], bitsPerChar: []}};
    var training = [];

    window.renderScoreVsIterChart = function (data) {
        drawScores(data);
        training = $("#scoreiterchart").data("plot").getData().map(function (line, i) {
            return i === 0
                ? {data: line.data, color: line.data.length > 10 ? EACH_POINT : TRAINING, label: "training"}
                : {data: line.data, color: TRAINING, label: "training, smoothed"};
        });
        showDetails();
        refresh();
    };

    window.renderModelPerformanceTable = function (data) {
        fillTable(data);
        showFacts();
    };

    $(function () {
        var box = $("#scoreiterchart").closest(".chart-box");
        box.find("h2 b").text("Loss in bits per character");
        $("#nLayers").prev().text("LSTM layers");
        $("#examplesPerSec").closest("tr").hide(); // streams, not characters
        addSections(box.closest(".row"));
        setInterval(refresh, 2000);
    });

    /** The charts and samples that Deeplearning4j's overview does not have; hidden until there is something to show. */
    function addSections(after) {
        var charts = $("<div>").addClass("row charrnn-curves").append(
            section("Learning rate", chartOf("learningRate")),
            section("Gradient norm before clipping", chartOf("gradientNorm")),
            section("Speed in characters per second", chartOf("charsPerSecond")));
        var samples = $("<div>").addClass("row charrnn-samples").append(section("Last samples", $("<div>")));
        after.after(charts, samples);
        charts.add(samples).hide();
    }

    function section(title, content) {
        return $("<div>").addClass("col chart-box").append(
            $("<div>").addClass("chart-header").append($("<h2>").append($("<b>").text(title))), content);
    }

    function chartOf(field) {
        return $("<div>").append($("<div>").attr("id", field).addClass("center").css("height", 180), $("<p>").text(HINT));
    }

    function refresh() {
        $.getJSON("/charrnn/details", function (json) {
            details = json;
            showDetails();
        });
    }

    function showDetails() {
        showFacts();
        showValidation();
        showCurves();
        showSamples();
    }

    function showFacts() {
        fill("startTime", details.started);
        fill("totalRuntime", details.runtime);
        fill("nLayers", details.lstmLayers);
        fill("nParams", details.parameters && whole(details.parameters));
        fact("precision", "Precision", details.precision);
        fact("epoch", "Epoch", details.epoch && details.epoch.toFixed(2));
        fact("nowCharsPerSecond", "Characters/sec", details.charsPerSecond && whole(details.charsPerSecond));
        fact("nowLearningRate", "Learning rate", details.learningRate && tidy(details.learningRate));
        fact("nowGradientNorm", "Gradient norm", details.gradientNorm && tidy(details.gradientNorm));
    }

    function fill(id, text) {
        if (text !== undefined) {
            $("#" + id).text(text);
        }
    }

    /** A row of the table that Deeplearning4j does not have; hidden where its value is not known. */
    function fact(id, name, text) {
        if ($("#" + id).length === 0) {
            $("#updatesPerSec").closest("table").append(
                $("<tr>").append($("<td>").text(name), $("<td>").attr("id", id)));
        }
        $("#" + id).text(text || "").closest("tr").toggle(Boolean(text));
    }

    function showValidation() {
        var plot = $("#scoreiterchart").data("plot");
        if (!plot) {
            return;
        }
        var losses = details.validation.bitsPerChar;
        var points = details.validation.steps.map(function (step, i) {
            return [step, losses[i]];
        });
        var top = plot.getOptions().yaxes[0];
        top.max = Math.max.apply(null, losses.concat(top.max));
        plot.setData(training.concat(points.length === 0 ? []
            : [{data: points, color: VALIDATION, label: "validation", points: {show: points.length <= 60}}]));
        plot.getOptions().legend.noColumns = plot.getData().length;
        plot.setupGrid();
        plot.draw();
    }

    function showCurves() {
        var curves = details.curves;
        $(".charrnn-curves").toggle(Boolean(curves && curves.steps.length));
        ["learningRate", "gradientNorm", "charsPerSecond"].forEach(function (field) {
            if (!curves || curves.steps.length === 0) {
                return;
            }
            var points = curves.steps.map(function (step, i) {
                return [step, curves[field][i]];
            });
            $.plot($("#" + field), [{data: points}], {
                series: {lines: {show: true, lineWidth: 2}},
                grid: {hoverable: true, tickColor: "#dddddd", borderWidth: 0},
                yaxis: {min: 0}
            });
        });
    }

    function showSamples() {
        var samples = details.samples || [];
        var newest = samples.slice().reverse();
        var box = $(".charrnn-samples").toggle(samples.length > 0).find(".chart-header").next();
        var shown = JSON.stringify(newest);
        if (box.data("shown") !== shown) { // else a selection of its text would be lost
            box.data("shown", shown).empty();
            newest.forEach(function (sample) {
                box.append($("<h3>").text("Step " + whole(sample.step)), $("<pre>").attr("tabindex", 0).text(sample.text));
            });
        }
    }
})();
