# Load a formula as brew would, with what it calls recorded instead of done, and print it as JSON: formula.rb FILE
require "json"
require "pathname"

module Language
  module Python
    module Virtualenv
      def virtualenv_install_with_resources
        ran << "virtualenv_install_with_resources"
      end
    end
  end
end

# The words that a block of a resource or of a service knows; each may be said once.
class Stanza
  def self.said(*words, &block)
    stanza = new(words)
    stanza.instance_eval(&block)
    stanza.said
  end

  attr_reader :said

  def initialize(words)
    @said = {}
    words.each do |word|
      define_singleton_method(word) do |value|
        raise ArgumentError, "#{word} twice" if @said.key?(word)

        @said[word] = value.to_s
      end
    end
  end

  def opt_bin
    Pathname("opt_bin")
  end

  def var
    Pathname("var")
  end
end

class Formula
  FACTS = [:desc, :homepage, :url, :sha256, :license].freeze

  class << self
    attr_reader :tested

    def facts
      @facts ||= { "depends_on" => [], "resources" => [], "system" => nil }
    end

    FACTS.each do |word|
      define_method(word) do |value|
        raise ArgumentError, "#{word} twice" if facts.key?(word)

        facts[word] = value
      end
    end

    def depends_on(what)
      facts["depends_on"] << (what.is_a?(Hash) ? what.to_a.flatten.map(&:to_s) : [what])
    end

    def resource(name, &block)
      said = Stanza.said(:url, :sha256, &block)
      facts["resources"] << said.merge(name: name, system: facts["system"])
    end

    def on_macos(&block)
      on("macos", &block)
    end

    def on_linux(&block)
      on("linux", &block)
    end

    def on(system)
      facts["system"] = system
      yield
      facts["system"] = nil
    end

    def service(&block)
      facts["service"] = Stanza.said(:run, :keep_alive, :log_path, :error_log_path, &block)
    end

    def test(&block)
      @tested = block
    end
  end

  attr_reader :ran

  def initialize
    @ran = []
  end

  def system(*words)
    ran << words.map(&:to_s)
  end

  def bin
    Pathname("bin")
  end

  def libexec
    Pathname("libexec")
  end
end

before = Object.constants
load ARGV.fetch(0)
name, = Object.constants - before
formula = Object.const_get(name)
formula.new.then do |installed|
  installed.install
  tester = formula.new
  tester.instance_eval(&formula.tested)
  puts formula.facts.merge(class: name, install: installed.ran, test: tester.ran).to_json
end
